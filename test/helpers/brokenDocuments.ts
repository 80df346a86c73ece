import type { BillingSource } from '../../src/connect/BillingSource.ts'
import type { SourceCheck } from '../../src/connect/contract/SourceFinding.ts'
import { SourceError } from '../../src/connect/SourceError.ts'
import type { MemoryBilling } from './memoryBilling.ts'

type GetDocument = NonNullable<BillingSource['getDocument']>

const giving = (change: (get: GetDocument, billing: MemoryBilling) => GetDocument) => (billing: MemoryBilling) => ({
  ...billing.source,
  getDocument: change(billing.source.getDocument, billing),
})

/** The source asks for another id than it was asked for. */
const asking = (other: (id: string, billing: MemoryBilling) => string) =>
  giving((get, billing) => (id, options) => get(other(id, billing), options))

const asPattern = (id: string, { documents }: MemoryBilling) => {
  const found = new RegExp(`^${id.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('%', '.*')}$`, 's')
  return [...documents.keys()].find((each) => found.test(each)) ?? id
}

const whenTooLarge = (answer: (bytes: Uint8Array, maxBytes: number) => Uint8Array | null) =>
  giving((get) => async (id, { maxBytes }) => {
    const bytes = await get(id, { maxBytes: Number.POSITIVE_INFINITY })
    return bytes && bytes.byteLength > maxBytes ? answer(bytes, maxBytes) : bytes
  })

function keepsPages(billing: MemoryBilling): BillingSource {
  billing.documents.set('id-0', Buffer.from('<html>Log in first</html>'))
  return billing.source
}

/** Which invoice is meant stands in one place, for all who ask. */
const mixesUp = giving((get) => {
  let asked = ''
  return async (id, options) => {
    asked = id
    await new Promise((resolve) => setImmediate(resolve))
    return get(asked, options)
  }
})

const failsRaw = giving((get, { rows }) => (id, options) => {
  if (!rows.has(id)) throw new TypeError('invalid input syntax for type integer')
  return get(id, options)
})

/** Sources that break one promise about the firm's own bills each, and the check that must say so. */
export const BROKEN_DOCUMENTS: { what: string; make(billing: MemoryBilling): BillingSource; found: SourceCheck }[] = [
  {
    what: 'a bill that is lost',
    make: giving((get) => async (id, options) => (id === 'id-0' ? null : get(id, options))),
    found: 'document-exact',
  },
  {
    what: 'a bill where there is none',
    make: giving(
      (get, { rows }) =>
        async (id, options) =>
          (await get(id, options)) ?? (rows.has(id) ? Buffer.from(`%PDF-1.4 our own of ${id} %%EOF`) : null),
    ),
    found: 'document-exact',
  },
  {
    what: 'the bills of two invoices changed over',
    make: asking((id) => ({ 'id-3': 'id-5', 'id-5': 'id-3' })[id] ?? id),
    found: 'document-exact',
  },
  {
    what: 'a bill with another byte',
    make: giving((get) => async (id, options) => {
      const bytes = await get(id, options)
      return bytes?.with(-1, 32) ?? null
    }),
    found: 'document-exact',
  },
  { what: 'a web page in place of a PDF', make: keepsPages, found: 'document-steady' },
  { what: 'bills that are mixed up when many ask at once', make: mixesUp, found: 'document-steady' },
  { what: 'an id with space around it', make: asking((id) => id.trim()), found: 'document-own' },
  { what: 'an id in another case', make: asking((id) => id.toLowerCase()), found: 'document-own' },
  { what: 'an id with a zero before it', make: asking((id) => id.replace(/^0+/, '')), found: 'document-own' },
  { what: 'an id that ends at a zero byte', make: asking((id) => id.split('\0')[0] ?? id), found: 'document-own' },
  { what: 'an id that is taken for a pattern', make: asking(asPattern), found: 'document-own' },
  { what: 'the first bill for no id at all', make: asking((id) => id || 'id-0'), found: 'document-own' },
  { what: 'an error that is none of ours', make: failsRaw, found: 'document-own' },
  { what: 'a bill that is larger than it may be', make: whenTooLarge((bytes) => bytes), found: 'document-limit' },
  {
    what: 'a bill that is cut where it is too large',
    make: whenTooLarge((bytes, maxBytes) => bytes.subarray(0, maxBytes)),
    found: 'document-limit',
  },
  { what: 'no bill where it is too large', make: whenTooLarge(() => null), found: 'document-limit' },
  {
    what: 'a bill that is too large only for now',
    make: whenTooLarge(() => {
      throw new SourceError('The document is too large.', { temporary: true })
    }),
    found: 'document-limit',
  },
  {
    what: 'no bill of just as many bytes as it may have',
    make: giving(
      (get) =>
        (id, { maxBytes }) =>
          get(id, { maxBytes: maxBytes - 1 }),
    ),
    found: 'document-limit',
  },
]

import type {
  BillingSource,
  SearchField,
  SourcePosting,
  SourceRow,
  SourceSearchRow,
} from '../../src/connect/BillingSource.ts'
import type { SourceTestWorld } from '../../src/connect/contract/SourceTestWorld.ts'
import { SourceError } from '../../src/connect/SourceError.ts'
import { tooLargeDocument } from '../../src/connect/sources/tooLargeDocument.ts'

const BATCH = 10
const LEVELS = {
  clientName: 'client',
  clientNumber: 'client',
  matterNumber: 'matter',
  matterDescription: 'matter',
  invoiceNumber: 'invoice',
} as const

const fold = (text: string | null | undefined) => (text ?? '').normalize('NFC').toLowerCase()

function makeRow(at: number): SourceRow {
  return {
    externalId: `id-${at}`,
    number: `N-${at}`,
    clientNumber: `C-${at % 7}`,
    clientName: `Client ${at % 7} & Söhne`,
    matters: [{ matterNumber: `M-${at % 13}`, matterDescription: `Lease ${at % 13}` }],
    issuedOn: '2026-01-31',
    dueOn: at % 5 === 0 ? null : '2026-02-28',
    currency: 'usd',
    total: '120.50',
    balance: at % 9 === 0 ? '-12.50' : '100.05',
    account: 'operating-ny',
    isVoid: false,
    memo: null,
  }
}

function searchRow(row: SourceRow, by: SearchField): SourceSearchRow {
  const [matter] = row.matters
  const client = { level: LEVELS[by], clientNumber: row.clientNumber ?? '', clientName: row.clientName }
  if (client.level === 'client') return client
  const withMatter = { ...client, ...matter }
  return client.level === 'matter' ? withMatter : { ...withMatter, invoiceNumber: row.number }
}

export type MemoryBilling = {
  source: BillingSource & Required<Pick<BillingSource, 'getDocument'>>
  world: SourceTestWorld
  /** The system's own rows. */
  rows: Map<string, SourceRow>
  /** The firm's own bills as PDFs: two of three invoices have one. */
  documents: Map<string, Uint8Array>
  /** In which order rows changed: a transaction takes its number when it begins, and is seen when it ends. */
  log: { stamps: Map<string, number>; deleted: Map<string, number>; open: Set<number>; last: number }
  /** Is the system failing right now? */
  isDown(): boolean
}

/** A billing system in memory, with a source that keeps every promise: what broken ones are made of. */
export function createMemoryBilling({ invoices = 45 } = {}): MemoryBilling {
  const rows = new Map(Array.from({ length: invoices }, (_, at) => [`id-${at}`, makeRow(at)]))
  const documents = new Map(
    [...rows.keys()]
      .filter((_id, at) => at % 3 !== 1)
      .map((id) => [id, Uint8Array.from(Buffer.from(`%PDF-1.4\n% bill ${id}\n%%EOF\n`))]),
  )
  const posted = new Map<string, string>()
  const log: MemoryBilling['log'] = { stamps: new Map(), deleted: new Map(), open: new Set(), last: 0 }
  let down = false
  const begin = () => {
    log.last += 1
    log.open.add(log.last)
    return log.last
  }
  const change = (id: string, stamp: number) => {
    const row = rows.get(id)
    if (row) row.balance = (Number(row.balance) + 1).toFixed(2)
    log.stamps.set(id, stamp)
    log.open.delete(stamp)
  }
  const up = (): Promise<void> =>
    down ? Promise.reject(new SourceError('The books are closed just now.', { temporary: true })) : Promise.resolve()

  const read: BillingSource['read'] = async ({ since, also = [], signal }) => {
    await up()
    const from = /^\d+$/.test(since ?? '') ? Number(since) : null
    const isWanted = (id: string) => from === null || (log.stamps.get(id) ?? -1) > from || also.includes(id)
    const copy = structuredClone([...rows].filter(([id]) => isWanted(id)).map(([, row]) => row))
    const gone = [...log.deleted].filter(([, stamp]) => from !== null && stamp > from).map(([id]) => id)
    // Behind what is still open: whatever ends later has a number above this.
    const cursor = String(Math.min(log.last, ...[...log.open].map((stamp) => stamp - 1)))
    const references = new Set(posted.keys())
    return {
      startedAt: new Date(),
      cursor,
      ...(from === null ? {} : { isPartial: true, deleted: () => Promise.resolve(gone) }),
      invoices: (async function* () {
        for (let at = 0; at < copy.length; at += BATCH) {
          signal?.throwIfAborted()
          await up()
          yield copy.slice(at, at + BATCH)
        }
        signal?.throwIfAborted()
      })(),
      containedReferences: (asked) => Promise.resolve(new Set(asked.filter((reference) => references.has(reference)))),
      close: async () => undefined,
    }
  }

  const readInvoices: NonNullable<BillingSource['readInvoices']> = async (ids, { references = [] }) => {
    await up()
    return {
      startedAt: new Date(),
      rows: structuredClone([...new Set(ids)].flatMap((id) => rows.get(id) ?? [])),
      contained: new Set(references.filter((reference) => posted.has(reference))),
    }
  }

  const search: BillingSource['search'] = async ({ by, q, filters, limit, offset }) => {
    await up()
    const wanted = [...Object.entries(filters), [by, q]] as [SearchField, string][]
    const found = [...rows.values()]
      .map((row) => searchRow(row, by))
      .filter((row) => wanted.every(([field, part]) => fold(row[field]).includes(fold(part))))
    const each = [...new Map(found.map((row) => [JSON.stringify(row), row]))].sort(([a], [b]) => (a < b ? -1 : 1))
    return { rows: each.slice(offset, offset + limit).map(([, row]) => row), hasNextPage: each.length > offset + limit }
  }

  const post = async (posting: SourcePosting) => {
    await up()
    const known = posted.get(posting.reference)
    if (known) return { externalId: known }
    const lines = posting.lines.map((line) => ({ ...line, row: rows.get(line.externalId) }))
    if (lines.some(({ row }) => !row)) throw new SourceError('There is no such invoice.', { temporary: false })
    for (const { row, amount } of lines) {
      const sign = posting.kind === 'payment' ? -1 : 1
      if (row) row.balance = (Number(row.balance) + sign * Number(amount)).toFixed(2)
    }
    posted.set(posting.reference, `receipt-${posted.size + 1}`)
    return { externalId: posted.get(posting.reference) ?? '' }
  }

  const getDocument: MemoryBilling['source']['getDocument'] = async (id, { maxBytes }) => {
    await up()
    const bytes = documents.get(id) ?? null
    if (bytes && bytes.byteLength > maxBytes) throw tooLargeDocument(maxBytes)
    return bytes && Uint8Array.from(bytes)
  }

  const source: MemoryBilling['source'] = {
    key: 'memory',
    label: 'Books in memory',
    posting: 'exactly-once',
    check: up,
    read,
    readInvoices,
    search,
    post,
    getDocument,
    close: async () => undefined,
  }
  const world: SourceTestWorld = {
    invoices: () => structuredClone([...rows.values()]) as { externalId: string }[],
    document: (id) => documents.get(id) ?? null,
    remove: (ids) => {
      for (const id of ids) {
        const stamp = begin()
        rows.delete(id)
        log.deleted.set(id, stamp)
        log.open.delete(stamp)
      }
    },
    change: (id) => change(id, begin()),
    changeLate: (id) => {
      const stamp = begin()
      return () => change(id, stamp)
    },
    interrupt: () => {
      down = true
      return () => {
        down = false
      }
    },
    unreachable: () => {
      const refuse = () => Promise.reject(new SourceError('The books do not answer.', { temporary: true }))
      return { ...source, check: refuse, read: refuse, search: refuse, getDocument: refuse }
    },
    posts: true,
    secrets: ['pa55word'],
    abortSeconds: 1,
    callSeconds: 5,
  }
  return { source, world, rows, documents, log, isDown: () => down }
}

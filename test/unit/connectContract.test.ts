import type { BillingSource, SourceReadOptions, SourceRow, SourceSnapshot } from '../../src/connect/BillingSource.ts'
import { SOURCE_CHECKS, type SourceFinding } from '../../src/connect/contract/SourceFinding.ts'
import { testBillingSource } from '../../src/connect/contract/testBillingSource.ts'
import { BROKEN_DOCUMENTS } from '../helpers/brokenDocuments.ts'
import { BROKEN_SOURCES } from '../helpers/brokenSources.ts'
import { createMemoryBilling, type MemoryBilling } from '../helpers/memoryBilling.ts'

const failed = (findings: SourceFinding[]) =>
  findings.filter(({ outcome }) => outcome === 'failed').map(({ check }) => check)

const run = (change: (billing: MemoryBilling) => BillingSource) => {
  const billing = createMemoryBilling()
  return testBillingSource(change(billing), billing.world)
}

const changingRows = (change: (row: SourceRow) => unknown) => (billing: MemoryBilling) => ({
  ...billing.source,
  read: async (options: { signal?: AbortSignal }) => {
    const snapshot = await billing.source.read(options)
    const invoices = (async function* () {
      for await (const batch of snapshot.invoices) yield batch.map((row) => change(row) as SourceRow)
    })()
    return { ...snapshot, invoices }
  },
})

describe('testBillingSource', () => {
  it('passes a source that keeps every promise, with every check run', async () => {
    const findings = await run(({ source }) => source)
    expect(findings.map(({ check }) => check)).toEqual(SOURCE_CHECKS)
    expect(findings.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
  })

  it.each([...BROKEN_SOURCES, ...BROKEN_DOCUMENTS])(
    'fails $what by $found, and by nothing else',
    async ({ make, found }) => {
      const findings = await run(make)
      expect(failed(findings)).toEqual([found])
      expect(findings.find(({ check }) => check === found)?.message).not.toBe('')
    },
  )

  it('names the invoices of a lost and the rows of an invented page', async () => {
    const lost = await run(BROKEN_SOURCES[0]?.make ?? (({ source }) => source))
    expect(lost.find(({ check }) => check === 'no-invoice-lost')?.message).toBe(
      '10 of 45 invoices were not read: id-20, id-21, id-22, id-23, id-24 and 5 more',
    )
    const invented = await run(changingRows((row) => (row.externalId === 'id-31' ? { ...row, externalId: 'x' } : row)))
    expect(failed(invented)).toEqual(['no-invoice-lost', 'no-invoice-invented'])
  })

  it.each<[string, (row: SourceRow) => unknown, string[]]>([
    ['a float', (row) => ({ ...row, balance: Number(row.balance) }), ['values-typed', 'values-exact']],
    ['an amount that is a cent off', (row) => ({ ...row, total: '120.51' }), ['values-exact']],
    [
      'an instant for a date',
      (row) => ({ ...row, issuedOn: '2026-01-31T00:00:00Z' }),
      ['values-typed', 'values-exact'],
    ],
    ['text for a truth value', (row) => ({ ...row, isVoid: 'f' }), ['values-typed', 'values-exact']],
  ])('fails %s', async (_what, change, found) => {
    expect(failed(await run(changingRows(change)))).toEqual(expect.arrayContaining(found))
  })

  it('fails a search that takes a sign for a pattern, ignores filters, or loses pages', async () => {
    const asPattern = await run(({ source }) => ({
      ...source,
      search: (query) => source.search({ ...query, q: query.q.replace('%', '') }),
    }))
    expect(failed(asPattern)).toEqual(['search-takes-text-literally'])
    const unfiltered = await run(({ source }) => ({
      ...source,
      search: (query) => source.search({ ...query, filters: {} }),
    }))
    expect(failed(unfiltered)).toEqual(['search-finds'])
    const gap = await run(({ source }) => ({
      ...source,
      search: (query) => source.search({ ...query, offset: query.offset && query.offset + 1 }),
    }))
    expect(failed(gap)).toEqual(['search-pages-whole'])
  })

  it('fails a read that cannot be stopped, and one that ends as if complete', async () => {
    const deaf = await run(({ source }) => ({ ...source, read: () => source.read({}) }))
    expect(failed(deaf)).toEqual(['abort-in-time'])
    const stuck = await run(({ source }) => ({
      ...source,
      read: async ({ signal }) => {
        const snapshot = await source.read({})
        const invoices = (async function* () {
          for await (const batch of snapshot.invoices) {
            if (signal?.aborted) await new Promise((resolve) => setTimeout(resolve, 1500).unref())
            yield batch
          }
        })()
        return { ...snapshot, invoices }
      },
    }))
    expect(failed(stuck)).toEqual(['abort-in-time'])
  })

  it('fails a read that hangs when its system fails', async () => {
    const hangs = await run(({ source, isDown }) => ({
      ...source,
      read: async (options) => {
        const snapshot = await source.read(options)
        const invoices = (async function* () {
          for await (const batch of snapshot.invoices) {
            yield batch
            if (isDown()) await new Promise((resolve) => setTimeout(resolve, 6000).unref())
          }
        })()
        return { ...snapshot, invoices }
      },
    }))
    expect(failed(hangs)).toEqual(['complete-only-at-end'])
  })

  it('fails single invoices that are lost, stale, of another, or twice', async () => {
    const looking =
      (change: (rows: SourceRow[], billing: MemoryBilling) => SourceRow[]) => (billing: MemoryBilling) => ({
        ...billing.source,
        readInvoices: async (ids: readonly string[], options: { references?: readonly string[] }) => {
          const answer = await billing.source.readInvoices?.(ids, options)
          return { startedAt: new Date(), contained: null, rows: change(answer?.rows ?? [], billing) }
        },
      })
    const kept = new Map<string | null, SourceRow>()
    const findings = await Promise.all([
      run(looking((rows) => rows.slice(1))),
      run(looking((rows) => [...rows, ...rows.slice(0, 1)])),
      run(looking((rows) => rows.map((row) => ({ ...row, balance: '1.00' })))),
      run(looking((rows, billing) => [...rows, ...[...billing.rows.values()].slice(3, 4)])),
      run(
        looking((rows) => {
          for (const row of rows) kept.set(row.externalId, row)
          return [...kept.values()]
        }),
      ),
    ])
    expect(findings.map(failed)).toEqual([...Array(4).fill(['lookup-exact']), ['lookup-fresh']])
  })

  it('fails a read of changes that leaves one out, has it as it was, or does not tell of a deletion', async () => {
    const reading = (change: (snapshot: SourceSnapshot, options: SourceReadOptions) => Partial<SourceSnapshot>) =>
      run(({ source }) => ({
        ...source,
        read: async (options) => {
          const snapshot = await source.read(options)
          return { ...snapshot, ...(options.since ? change(snapshot, options) : {}) }
        },
      }))
    const nothing = async function* () {}
    const stale = (batches: AsyncIterable<SourceRow[]>) =>
      (async function* () {
        for await (const batch of batches) yield batch.map((row) => ({ ...row, balance: '0.01' }))
      })()
    const isTold = ({ isPartial }: SourceSnapshot) => isPartial === true
    const findings = await Promise.all([
      reading((snapshot) => (isTold(snapshot) ? { invoices: nothing() } : {})),
      reading((snapshot) => (isTold(snapshot) ? { invoices: stale(snapshot.invoices) } : {})),
      reading((snapshot) => (isTold(snapshot) ? { deleted: () => Promise.resolve([]) } : {})),
      reading(() => ({ isPartial: true })),
    ])
    expect(findings.map(failed)).toEqual([
      ['changes-told', 'late-commits-told'],
      ['changes-told'],
      ['deletes-told'],
      ['changes-told'],
    ])
  })

  it('fails postings that are entered twice, in part, or not told', async () => {
    const twice = await run(({ source }) => ({
      ...source,
      post: async (posting) => {
        const reference = `${posting.reference}${Math.random()}`
        return (await source.post?.({ ...posting, reference })) ?? { externalId: '' }
      },
    }))
    expect(failed(twice)).toEqual(['posting-once', 'posting-read-back'])
    const inPart = await run(({ source, rows }) => ({
      ...source,
      post: async (posting) => {
        const lines = posting.lines.filter((line) => rows.has(line.externalId))
        return (await source.post?.({ ...posting, lines })) ?? { externalId: '' }
      },
    }))
    expect(failed(inPart)).toEqual(['posting-all-or-nothing'])
  })

  it('fails one bill for several invoices, unless the billing system has it so', async () => {
    const collective = (billing: MemoryBilling) => {
      const bill = billing.documents.get('id-0') ?? new Uint8Array()
      for (const id of ['id-3', 'id-6']) billing.documents.set(id, bill)
      return billing
    }
    const told = collective(createMemoryBilling())
    expect(failed(await testBillingSource(told.source, told.world))).toEqual([])
    const { source, world } = collective(createMemoryBilling())
    const { document: _, ...untold } = world
    const findings = await testBillingSource(source, untold)
    expect(failed(findings)).toEqual(['document-own'])
    expect(findings.find(({ check }) => check === 'document-own')?.message).toBe(
      'invoices share a document: id-0 and id-3, id-0 and id-6 (when that is right, give `document`)',
    )
    expect(findings.find(({ check }) => check === 'document-exact')).toMatchObject({
      outcome: 'not_run',
      message: '`document` is not given.',
    })
    const same = await run(({ source: books }) => ({
      ...books,
      getDocument: (id, options) => books.getDocument(id === 'id-3' ? 'id-0' : id, options),
    }))
    expect(failed(same)).toEqual(['document-exact', 'document-own'])
  })

  it('does not pass bills where there are none', async () => {
    const outcomes = async (change: (billing: MemoryBilling) => BillingSource) =>
      (await run(change))
        .filter(({ check }) => check.startsWith('document-'))
        .map(({ outcome, message }) => [outcome, message])
    const without = await outcomes(({ source: { getDocument: _, ...source } }) => source)
    expect(without).toEqual(Array(4).fill(['not_run', 'The source has no getDocument().']))
    const empty = await outcomes(({ source, documents }) => {
      documents.clear()
      return source
    })
    expect(empty).toEqual(Array(4).fill(['not_run', 'None of the 40 invoices that were tried has a document.']))
    const lost = await outcomes(({ source }) => ({ ...source, getDocument: () => Promise.resolve(null) }))
    expect(lost.map(([outcome]) => outcome)).toEqual(['failed', 'not_run', 'not_run', 'not_run'])
  })

  it('fails a bill that a system which does not answer is said to have none of', async () => {
    const billing = createMemoryBilling()
    const unreachable = async () => {
      const dead = await billing.world.unreachable?.()
      return { ...billing.source, ...dead, getDocument: () => Promise.resolve(null) }
    }
    const findings = await testBillingSource(billing.source, { ...billing.world, unreachable })
    expect(failed(findings)).toEqual(['errors-clear'])
    expect(findings.find(({ check }) => check === 'errors-clear')?.message).toBe(
      'getDocument() answered although the system does not',
    )
  })

  it('fails errors that are none of ours, or that give a password away', async () => {
    const billing = createMemoryBilling()
    const raw = () => Promise.reject(new Error('connect ECONNREFUSED'))
    const dead = () => ({ ...billing.source, check: raw, read: raw, search: raw, getDocument: raw })
    const findings = await testBillingSource(billing.source, { ...billing.world, unreachable: dead })
    expect(failed(findings)).toEqual(['errors-clear'])
  })

  it('says what it was not given, and passes nothing for it', async () => {
    const { source, world } = createMemoryBilling({ invoices: 2 })
    const findings = await testBillingSource({ ...source, posting: 'none' }, { invoices: world.invoices })
    expect(failed(findings)).toEqual([])
    expect(findings.filter(({ outcome }) => outcome === 'not_run').map(({ check }) => check)).toEqual([
      'document-exact',
      'search-pages-whole',
      'search-pages-in-order',
      'errors-clear',
      'posting-once',
      'posting-read-back',
      'posting-all-or-nothing',
      'posting-reversal',
      'one-snapshot',
      'deletes-seen',
      'lookup-fresh',
      'changes-told',
      'late-commits-told',
      'deletes-told',
      'complete-only-at-end',
    ])
    for (const { message } of findings.filter(({ outcome }) => outcome === 'not_run')) expect(message).not.toBe('')
  })
})

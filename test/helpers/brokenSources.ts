import type { BillingSource, SourceRow, SourceSnapshot } from '../../src/connect/BillingSource.ts'
import type { SourceCheck } from '../../src/connect/contract/SourceFinding.ts'
import type { MemoryBilling } from './memoryBilling.ts'

type Batches = AsyncIterable<SourceRow[]>

function withBatches({ source }: MemoryBilling, change: (batches: Batches) => Batches): BillingSource {
  const read = async (options: { signal?: AbortSignal }): Promise<SourceSnapshot> => {
    const snapshot = await source.read(options)
    return { ...snapshot, invoices: change(snapshot.invoices) }
  }
  return { ...source, read }
}

const losesPage = (billing: MemoryBilling) =>
  withBatches(billing, async function* (batches) {
    let at = 0
    for await (const batch of batches) {
      at += 1
      if (at !== 3) yield batch
    }
  })

const repeatsPage = (billing: MemoryBilling) =>
  withBatches(billing, async function* (batches) {
    let at = 0
    for await (const batch of batches) {
      at += 1
      yield batch
      if (at === 2) yield batch
    }
  })

/** Every page but the first comes from a list in another order; no row is lost for it. */
function reordersPage({ source }: MemoryBilling): BillingSource {
  const search: BillingSource['search'] = async (query) => {
    const page = await source.search(query)
    return query.offset > 0 ? { ...page, rows: page.rows.toReversed() } : page
  }
  return { ...source, search }
}

/** Keeps what it once read, and adds to it: what is gone there stays here. */
function missesDelete({ source }: MemoryBilling): BillingSource {
  const cache = new Map<string | null, SourceRow>()
  const read: BillingSource['read'] = async (options) => {
    const snapshot = await source.read(options)
    if (snapshot.isPartial) return snapshot
    const invoices = (async function* () {
      const fresh: SourceRow[] = []
      for await (const batch of snapshot.invoices) {
        for (const row of batch) cache.set(row.externalId, row)
        fresh.push(...batch)
        yield batch
      }
      const ids = new Set(fresh.map((row) => row.externalId))
      yield [...cache.values()].filter((row) => !ids.has(row.externalId))
    })()
    return { ...snapshot, invoices }
  }
  return { ...source, read }
}

/** Takes a failure in the middle for the end. */
const endsAtHalf = (billing: MemoryBilling) =>
  withBatches(billing, async function* (batches) {
    try {
      yield* batches
    } catch (error) {
      if (!billing.isDown()) throw error
    }
  })

/** Takes the highest number for the place where the next read of changes begins, although some below it are still open. */
function missesLateCommit({ source, log }: MemoryBilling): BillingSource {
  const read: BillingSource['read'] = async (options) => ({ ...(await source.read(options)), cursor: String(log.last) })
  return { ...source, read }
}

/** Six sources that break one promise each, and the check that must say so. */
export const BROKEN_SOURCES: { what: string; make(billing: MemoryBilling): BillingSource; found: SourceCheck }[] = [
  { what: 'a lost page', make: losesPage, found: 'no-invoice-lost' },
  { what: 'a repeated page', make: repeatsPage, found: 'no-invoice-repeated' },
  { what: 'a reordered page', make: reordersPage, found: 'search-pages-in-order' },
  { what: 'a missed delete', make: missesDelete, found: 'deletes-seen' },
  { what: 'a late commit missed', make: missesLateCommit, found: 'late-commits-told' },
  { what: '"complete" at half', make: endsAtHalf, found: 'complete-only-at-end' },
]

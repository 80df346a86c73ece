import type { Payload } from 'payload'

const MILLISECONDS = 600_000
const MOST = 2000

/** A page as it was: which invoices in which order, and the snapshot of the database that it was read in. */
type KeptPage = { ids: number[]; seen: string }

type Kept = Map<string, KeptPage & { until: number }>
const kept = new WeakMap<Payload, Kept>()

function of(payload: Payload): Kept {
  const known = kept.get(payload) ?? new Map()
  kept.set(payload, known)
  return known
}

/**
 * A page that was dear to read, within ten minutes. It may be shown only after the database has said that nothing it
 * depends on has changed since its snapshot.
 */
export function keptPage(payload: Payload, key: string): KeptPage | undefined {
  const page = of(payload).get(key)
  return page && page.until > Date.now() ? page : undefined
}

export function keepPage(payload: Payload, key: string, page: KeptPage | null): void {
  const pages = of(payload)
  pages.delete(key)
  if (page === null) return
  if (pages.size >= MOST) pages.clear()
  pages.set(key, { ...page, until: Date.now() + MILLISECONDS })
}

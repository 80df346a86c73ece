/** An invoice that may be paid, with what is due on it in minor units. */
export type Allocatable = {
  id: number
  number: string | null
  dueOn: string | null
  issuedOn: string | null
  due: number
}

export type Allocation = { invoice: number; amount: number }

/** As many invoices as one payment may name. */
export const MAX_ALLOCATIONS = 200

/** Dates are `YYYY-MM-DD`, so their text order is their order; undated ones come last. */
function byDate(a: string | null, b: string | null): number {
  if (a === b) return 0
  if (a === null) return 1
  if (b === null) return -1
  return a < b ? -1 : 1
}

function byAge(a: Allocatable, b: Allocatable): number {
  return (
    byDate(a.dueOn ?? a.issuedOn, b.dueOn ?? b.issuedOn) ||
    byDate(a.issuedOn, b.issuedOn) ||
    Buffer.compare(Buffer.from(a.number ?? ''), Buffer.from(b.number ?? '')) ||
    a.id - b.id
  )
}

/**
 * Spreads `amount` (minor units) over the invoices, oldest to newest: by due date (else issue date),
 * then issue date, number in byte order, id; undated last. The last one may be paid in part. What fits
 * nowhere is the remainder. Pure.
 */
export function allocateOldestFirst({ invoices, amount }: { invoices: readonly Allocatable[]; amount: number }): {
  allocations: Allocation[]
  remainder: number
} {
  const allocations: Allocation[] = []
  let remainder = amount
  for (const { id, due } of [...invoices].sort(byAge)) {
    if (remainder === 0 || allocations.length === MAX_ALLOCATIONS) break
    const part = Math.min(due, remainder)
    if (part <= 0) continue
    allocations.push({ invoice: id, amount: part })
    remainder -= part
  }
  return { allocations, remainder }
}

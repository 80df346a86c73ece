import fc from 'fast-check'
import { type Allocatable, allocateOldestFirst, MAX_ALLOCATIONS } from '../../src/payments/allocateOldestFirst.ts'

const date = fc.option(fc.constantFrom('2025-12-31', '2026-01-01', '2026-02-28', '2026-03-01'), { nil: null })
const invoice = fc.record({
  number: fc.option(fc.constantFrom('10', '9', 'a', 'B', 'é', '𝒳', '\uFFFD'), { nil: null }),
  dueOn: date,
  issuedOn: date,
  due: fc.integer({ min: 0, max: 500 }),
})
const invoices = fc
  .array(invoice, { maxLength: 12 })
  .map((rows) => rows.map((row, at): Allocatable => ({ id: at + 1, ...row })))

/** Oldest first, written another way: a text key that sorts as the rule says. */
function keyOf({ dueOn, issuedOn, number, id }: Allocatable): string {
  const day = (value: string | null) => value ?? '9999-99-99'
  const bytes = [...Buffer.from(number ?? '')].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${day(dueOn ?? issuedOn)}|${day(issuedOn)}|${bytes} |${String(id).padStart(10, '0')}`
}

describe('allocateOldestFirst', () => {
  it('spends the whole amount or leaves nothing due, never more than is due, in the order of age', () => {
    fc.assert(
      fc.property(invoices, fc.integer({ min: 1, max: 4000 }), (rows, amount) => {
        const { allocations, remainder } = allocateOldestFirst({ invoices: rows, amount })
        const total = rows.reduce((sum, { due }) => sum + due, 0)
        expect(allocations.reduce((sum, line) => sum + line.amount, 0) + remainder).toBe(amount)
        expect(remainder).toBe(Math.max(0, amount - total))
        const ordered = [...rows].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)).filter(({ due }) => due > 0)
        expect(allocations.map((line) => line.invoice)).toEqual(
          ordered.slice(0, allocations.length).map(({ id }) => id),
        )
        allocations.forEach((line, at) => {
          const due = ordered[at]?.due ?? 0
          expect(line.amount).toBeGreaterThan(0)
          if (at < allocations.length - 1) expect(line.amount).toBe(due)
          expect(line.amount).toBeLessThanOrEqual(due)
        })
      }),
    )
  })

  it('pays the last one in part and changes nothing that it is given', () => {
    const rows: readonly Allocatable[] = Object.freeze([
      { id: 1, number: 'A', dueOn: null, issuedOn: null, due: 100 },
      { id: 2, number: 'B', dueOn: '2026-02-01', issuedOn: '2026-01-01', due: 100 },
      { id: 3, number: 'C', dueOn: null, issuedOn: '2026-01-15', due: 100 },
    ])
    expect(allocateOldestFirst({ invoices: rows, amount: 150 })).toEqual({
      allocations: [
        { invoice: 3, amount: 100 },
        { invoice: 2, amount: 50 },
      ],
      remainder: 0,
    })
  })

  it('names no more invoices than one payment may', () => {
    const rows = Array.from({ length: MAX_ALLOCATIONS + 5 }, (_, at) => ({
      id: at + 1,
      number: null,
      dueOn: null,
      issuedOn: null,
      due: 1,
    }))
    const { allocations, remainder } = allocateOldestFirst({ invoices: rows, amount: MAX_ALLOCATIONS + 5 })
    expect([allocations.length, remainder]).toEqual([MAX_ALLOCATIONS, 5])
  })
})

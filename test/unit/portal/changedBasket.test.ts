import type { Invoice } from '../../../src/portal/api/types.ts'
import { changedLines, withinDue } from '../../../src/portal/logic/changedBasket.ts'
import { isOld } from '../../../src/portal/logic/formatDate.ts'

const basket = {
  currency: 'usd',
  account: 'operating-ny',
  lines: [
    { invoice: 1, number: 'A', amount: 500 },
    { invoice: 2, number: 'B', amount: 300 },
    { invoice: 3, number: 'C', amount: 100 },
    { invoice: 4, number: 'D', amount: 100 },
  ],
}
const invoice = (given: Partial<Invoice>) => ({ payable: true, currency: 'usd', amountDue: 0, ...given }) as Invoice

describe('a basket whose amounts changed', () => {
  const now = new Map([
    [1, invoice({ amountDue: 200 })],
    [2, invoice({ amountDue: 900 })],
    [3, invoice({ amountDue: 100, payable: false })],
    [4, null],
  ])

  it('shows what is due now, and never takes more than was chosen or than is due', () => {
    const changed = changedLines(basket, now)
    expect(changed.map(({ due, amount }) => [due, amount])).toEqual([
      [200, 200],
      [900, 300],
      [0, 0],
      [0, 0],
    ])
    expect(withinDue(basket, changed)).toEqual({
      ...basket,
      lines: [
        { invoice: 1, number: 'A', amount: 200 },
        { invoice: 2, number: 'B', amount: 300 },
      ],
    })
  })

  it('has nothing left when nothing of it can be paid, also in another currency', () => {
    const gone = new Map([[1, invoice({ amountDue: 500, currency: 'eur' })]])
    expect(withinDue(basket, changedLines(basket, gone))).toBeNull()
  })
})

describe('the age of amounts', () => {
  it('is old from a moment on', () => {
    const now = new Date('2026-11-27T12:00:00Z')
    expect(isOld('2026-11-27T11:00:00Z', { now, seconds: 3600 })).toBe(false)
    expect(isOld('2026-11-27T10:59:59Z', { now, seconds: 3600 })).toBe(true)
  })
})

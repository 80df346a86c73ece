import type { Transaction } from '../../../src/admin/history/transaction.ts'
import {
  isRefundable,
  type Refundable,
  readRefund,
  refundableOf,
  refundBody,
} from '../../../src/admin/refund/refundable.ts'

const payment: Transaction = {
  id: 1,
  reference: 'P-1',
  kind: 'payment',
  status: 'succeeded',
  amount: 300,
  currency: 'usd',
  createdAt: '2026-01-01T00:00:00Z',
  allocations: [
    { invoice: 5, invoiceNumber: 'I-5', amount: 100 },
    { invoice: 6, invoiceNumber: null, amount: 200 },
  ],
}
const refund = (status: string, amount: number): Transaction => ({
  ...payment,
  id: 2,
  kind: 'refund',
  status,
  amount,
  allocations: [{ invoice: 6, amount }],
})
const line = (left: number, invoice = 5): Refundable => ({ invoice, label: 'I', left })

describe('what can be refunded', () => {
  it('is what was paid on an invoice less refunds that stand', () => {
    expect(refundableOf(payment, [refund('succeeded', 50), refund('pending', 30), refund('failed', 90)])).toEqual([
      { invoice: 5, label: 'I-5', left: 100 },
      { invoice: 6, label: '#6', left: 120 },
    ])
  })

  it.each([
    [{}, true],
    [{ refundedAmount: 299 }, true],
    [{ refundedAmount: 300 }, false],
    [{ status: 'processing' }, false],
    [{ kind: 'refund' }, false],
  ])('%j: %s', (given, expected) => {
    expect(isRefundable({ ...payment, ...given })).toBe(expected)
  })
})

describe('an amount typed for a refund', () => {
  it.each([
    ['1.00', 'usd', 100],
    ['1,000', 'jpy', 1000],
    ['', 'usd', 0],
    ['0.29', 'usd', 29],
  ])('%s %s', (text, currency, amount) => {
    expect(readRefund(text, line(1000), currency)).toBe(amount)
  })

  it.each(['-1', '10.01', 'abc', '1.001'])('%s is refused with a reason', (text) => {
    expect(typeof readRefund(text, line(1000), 'usd')).toBe('string')
  })
})

describe('the request of a refund', () => {
  const view = (...lines: Refundable[]) => ({ lines, refundedAmount: 40 })

  it('names no allocation for a payment of one invoice, and says what was seen as refunded', () => {
    expect(refundBody(view(line(100)), [60])).toEqual({ amount: 60, refundedAmount: 40 })
  })

  it('names what goes back on which invoice, and leaves out what stays', () => {
    expect(refundBody(view(line(100, 5), line(100, 6), line(100, 7)), [10, 0, 20])).toEqual({
      amount: 30,
      allocations: [
        { invoice: 5, amount: 10 },
        { invoice: 7, amount: 20 },
      ],
      refundedAmount: 40,
    })
  })

  it.each([[[0]], [['More than is left to refund.']], [[]]])('is none for %j', (amounts) => {
    expect(refundBody(view(line(100)), amounts)).toBeNull()
  })
})

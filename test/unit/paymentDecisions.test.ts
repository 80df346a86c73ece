import fc from 'fast-check'
import { decideSettlement } from '../../src/payments/decideSettlement.ts'
import type { GatewayPayment, GatewayPaymentStatus } from '../../src/payments/PaymentGateway.ts'
import { planRefund, spreadOverLines } from '../../src/payments/refunds/planRefund.ts'
import { requestHash } from '../../src/payments/requestHash.ts'
import type { TransactionStatus } from '../../src/payments/transactionStatuses.ts'

const STATUSES = [
  'requires_method',
  'requires_action',
  'processing',
  'succeeded',
  'failed',
  'canceled',
] as const satisfies GatewayPaymentStatus[]

function told(status: GatewayPaymentStatus, changes: Partial<GatewayPayment> = {}): GatewayPayment {
  return {
    id: 'p',
    reference: 'P-1',
    status,
    amount: 100,
    amountReceived: status === 'succeeded' ? 100 : 0,
    currency: 'usd',
    customer: null,
    clientSecret: null,
    method: null,
    failure: null,
    refundedAmount: 0,
    createdAt: new Date(0),
    ...changes,
  }
}

describe('decideSettlement', () => {
  it('P-02 once money has arrived no sequence of answers takes the success away', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...STATUSES), { minLength: 1, maxLength: 12 }), (sequence) => {
        let status: TransactionStatus = 'pending'
        let pending = 100
        for (const answer of sequence) {
          const decision = decideSettlement({
            row: { status, amount: 100, currency: 'usd' },
            payment: told(answer),
            isPayable: true,
          })
          if (!decision) continue
          status = decision.to
          if (decision.pending) pending = decision.pending === 'none' ? 0 : 100
        }
        const hasArrived = sequence.includes('succeeded')
        expect(status === 'succeeded').toBe(hasArrived)
        expect(pending).toBe(status === 'failed' || status === 'canceled' ? 0 : 100)
      }),
    )
  })

  it('P-12 only a success is a success', () => {
    for (const answer of STATUSES.filter((status) => status !== 'succeeded')) {
      const decision = decideSettlement({
        row: { status: 'pending', amount: 100, currency: 'usd' },
        payment: told(answer),
        isPayable: true,
      })
      expect(decision?.to).not.toBe('succeeded')
    }
  })

  it('P-06 holds money of another amount or currency, late money, and money without a payable invoice', () => {
    const row = { status: 'processing', amount: 100, currency: 'usd' } as const
    const cases = [
      [
        decideSettlement({ row, payment: told('succeeded', { amountReceived: 99 }), isPayable: true }),
        'amount_mismatch',
      ],
      [decideSettlement({ row, payment: told('succeeded', { currency: 'eur' }), isPayable: true }), 'amount_mismatch'],
      [decideSettlement({ row, payment: told('succeeded'), isPayable: false }), 'invoice_not_payable'],
      [
        decideSettlement({ row: { ...row, status: 'canceled' }, payment: told('succeeded'), isPayable: true }),
        'late_success',
      ],
      [
        decideSettlement({ row: { ...row, status: 'failed' }, payment: told('succeeded'), isPayable: true }),
        'late_success',
      ],
      [decideSettlement({ row, payment: told('succeeded'), isPayable: true }), null],
    ] as const
    for (const [decision, held] of cases) expect(decision).toMatchObject({ to: 'succeeded', held })
  })

  it('takes a payment that failed and was then ended for a failure', () => {
    const row = { status: 'pending', amount: 100, currency: 'usd' } as const
    const failure = { code: 'card_declined', message: 'no' }
    expect(decideSettlement({ row, payment: told('canceled', { failure }), isPayable: true })?.to).toBe('failed')
    expect(decideSettlement({ row, payment: told('canceled'), isPayable: true })?.to).toBe('canceled')
  })
})

describe('planRefund', () => {
  const lines = fc
    .array(fc.record({ amount: fc.integer({ min: 1, max: 1000 }), share: fc.integer({ min: 0, max: 100 }) }), {
      minLength: 1,
      maxLength: 6,
    })
    .map((rows) =>
      rows.map(({ amount, share }, at) => ({
        invoice: at + 1,
        invoiceNumber: null,
        amount,
        undone: Math.floor((amount * share) / 100),
      })),
    )

  it('never gives back more of a line than is left of it', () => {
    fc.assert(
      fc.property(lines, fc.option(fc.integer({ min: 1, max: 3000 }), { nil: undefined }), (rows, amount) => {
        const left = new Map(rows.map((row) => [row.invoice, row.amount - row.undone]))
        for (const plan of [() => planRefund(rows, { amount }), () => spreadOverLines(rows, amount ?? 1)]) {
          let chosen: { invoice: number; amount: number }[] = []
          try {
            chosen = plan()
          } catch {
            continue
          }
          for (const line of chosen) {
            expect(line.amount).toBeGreaterThan(0)
            expect(line.amount).toBeLessThanOrEqual(left.get(line.invoice) ?? 0)
          }
        }
      }),
    )
  })
})

describe('requestHash', () => {
  const request = {
    amount: 3,
    currency: 'usd',
    allocations: [
      { invoice: 1, amount: 1 },
      { invoice: 2, amount: 2 },
    ],
    choice: { method: 5 },
  }
  it('is the same for the same request and differs in every part', () => {
    const same = requestHash({ ...request, allocations: [...request.allocations].reverse() })
    expect(same).toBe(requestHash(request))
    const others = [
      { ...request, amount: 4 },
      { ...request, currency: 'eur' },
      {
        ...request,
        allocations: [
          { invoice: 1, amount: 2 },
          { invoice: 2, amount: 1 },
        ],
      },
      { ...request, choice: { method: 6 } },
      { ...request, choice: { confirmationToken: '5', save: false } },
      { ...request, choice: { confirmationToken: '5', save: true } },
    ]
    expect(new Set(others.map(requestHash)).add(same).size).toBe(7)
  })
})

import { randomUUID } from 'node:crypto'
import type { QueryResultRow } from 'pg'
import { poolOf } from '../../src/base/database.ts'
import { removePosting } from '../../src/connect/posting/removePosting.ts'
import { settleDispute } from '../../src/payments/disputes/settleDispute.ts'
import type { GatewayPayment } from '../../src/payments/PaymentGateway.ts'
import { refundPayment } from '../../src/payments/refunds/refundPayment.ts'
import { settleRefund } from '../../src/payments/refunds/settleRefund.ts'
import { settlePayment } from '../../src/payments/settlePayment.ts'
import type { PaymentHost } from './paymentHost.ts'

type Billed = { payer: Awaited<ReturnType<PaymentHost['payer']>>; bill: string; invoice: number }

const staff = { id: 1, collection: 'users' }

/** What a payment pays where nothing else is said, in cents. */
export const X = 6000

/** One bill, one payment of it, and everything that can undo that. */
export class UndoCase {
  readonly payer: Billed['payer']
  readonly bill: string
  readonly invoice: number
  transaction = 0
  payment = ''
  constructor(
    readonly host: PaymentHost,
    { payer, bill, invoice }: Billed,
  ) {
    this.payer = payer
    this.bill = bill
    this.invoice = invoice
  }

  private query<Row extends QueryResultRow>(text: string, values: unknown[]) {
    return poolOf(this.host.payload).query<Row>(text, values)
  }

  async pay(amount = X, method?: string): Promise<number> {
    const answer = await this.host.pay(this.payer, {
      allocations: [{ invoice: this.invoice, amount }],
      confirmationToken: await this.host.token(method),
    })
    if (answer.status !== 201) return answer.status
    await this.choose(Number(answer.body.transaction.id))
    return answer.status
  }

  async choose(transaction: number): Promise<void> {
    const { rows } = await this.query<{ gateway_id: string }>(
      'select gateway_id from payer_portal_gateway_payments where transaction_id = $1',
      [transaction],
    )
    this.transaction = transaction
    this.payment = rows[0]?.gateway_id ?? ''
  }

  /** Money that came after the payment had been cancelled: held. */
  async payHeld(): Promise<void> {
    const answer = await this.host.pay(this.payer, {
      allocations: [{ invoice: this.invoice, amount: X }],
      confirmationToken: await this.host.token('pm_usBankAccount_success'),
    })
    await this.choose(Number(answer.body.transaction.id))
    await this.host.standIn.control('advance', { businessDays: 5 })
    for (const status of ['canceled', 'succeeded'] as const) {
      const told = { id: this.payment, reference: answer.body.transaction.reference, status, amount: X }
      const payment = { ...told, amountReceived: status === 'succeeded' ? X : 0, currency: 'usd', failure: null }
      await settlePayment({
        payload: this.host.payload,
        transaction: this.transaction,
        payment: { ...payment, method: null } as unknown as GatewayPayment,
      })
    }
  }

  async dispute(amount = X, id = `du_${randomUUID()}`): Promise<string> {
    await this.tell(id, 'withdrawn', amount)
    await this.tell(id, 'withdrawn', amount)
    return id
  }

  async win(id: string): Promise<void> {
    await this.tell(id, 'returned', X)
    await this.tell(id, 'returned', X)
  }

  tell(id: string, status: 'withdrawn' | 'returned', amount: number): Promise<void> {
    const dispute = { id, payment: this.payment, amount, currency: 'usd', status, reason: 'fraudulent' }
    return settleDispute({ payload: this.host.payload, dispute })
  }

  refund(amount?: number): Promise<number> {
    return refundPayment({ payload: this.host.payload, transaction: this.transaction, wish: { amount }, actor: staff })
  }

  async failLate(refund: number): Promise<void> {
    for (let time = 0; time < 2; time += 1) {
      const failure = { code: 'expired_or_canceled_card', message: 'The bank did not take the refund.' }
      const told = { id: null, status: 'failed', failure } as const
      await settleRefund({ payload: this.host.payload, transaction: refund, refund: told })
    }
  }

  /** Staff: the posting of the payment, or of the last thing that undid it, will never be entered. */
  async leaveOut(of: 'payment' | 'undo'): Promise<void> {
    const { rows } = await this.query<{ id: number }>(
      `select p.id from payer_portal_postings p join transactions t on t.id = p.transaction_id
        where ${of === 'payment' ? 't.id' : 't.original_id'} = $1 order by p.id desc limit 1`,
      [this.transaction],
    )
    const posting = rows[0]?.id ?? 0
    await removePosting(this.host.payload, { posting, release: 'wont_be_entered', reason: 'test', actor: staff })
  }

  async amounts() {
    const { rows } = await this.query<{ pending: string; balance: string }>(
      'select pending, balance from invoices where id = $1',
      [this.invoice],
    )
    return { pending: Number(rows[0]?.pending), balance: Number(rows[0]?.balance) }
  }

  async amountDue(): Promise<number> {
    return Number((await this.host.as(this.payer, `/api/portal/invoices/${this.invoice}`)).body.amountDue)
  }

  /** What the firm has of this payer's money. */
  async kept(): Promise<number> {
    const { rows } = await this.query<{ kept: string }>(
      `select coalesce(sum(case when kind in ('payment', 'reversal') then amount else -amount end), 0) as kept from transactions where payer_id = $1 and status = 'succeeded'`,
      [this.payer.id],
    )
    return Number(rows[0]?.kept)
  }
}

import { randomBytes } from 'node:crypto'
import { raiseAttention } from '../../attention/raiseAttention.ts'
import type { Queryable } from '../../base/database.ts'
import { readAmount } from '../../base/money.ts'
import type { Allocation } from '../allocateOldestFirst.ts'
import type { PaymentRow } from '../readPaymentRow.ts'
import { type RefundableLine, spreadOverLines } from './planRefund.ts'
import { readRefundableLines } from './readRefundableLines.ts'

const OWN = 'select invoice_id as invoice, amount from transactions_allocations where _parent_id = $1 order by _order'

/** A refund that had failed holds nothing of its invoices: only what they are named for changes. */
const REPLACE = `with gone as (
    delete from transactions_allocations where _parent_id = $1
  )
  insert into transactions_allocations (_order, _parent_id, id, invoice_id, invoice_number, amount, pending)
  select l.place, $1::int, l.id, l.invoice, a.invoice_number, l.amount, 0
  from unnest($2::int[], $3::numeric[], $4::text[]) with ordinality as l(invoice, amount, id, place)
  join transactions_allocations a on a._parent_id = $5::int and a.invoice_id = l.invoice`

/** What fits stays where it was; the rest is taken from the payment's lines in their order. Null when they have not as much left. Pure. */
function followLines(lines: readonly RefundableLine[], own: readonly Allocation[]): Allocation[] | null {
  const wanted = new Map(own.map(({ invoice, amount }) => [invoice, amount]))
  const kept = lines.map((line) => ({
    ...line,
    stays: Math.max(0, Math.min(wanted.get(line.invoice) ?? 0, line.amount - line.undone)),
  }))
  const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0)
  const rest = sum(own.map(({ amount }) => amount)) - sum(kept.map(({ stays }) => stays))
  const further = spreadOverLines(
    kept.map((line) => ({ ...line, undone: line.undone + line.stays })),
    rest,
  )
  if (sum(further.map(({ amount }) => amount)) < rest) return null
  const added = new Map(further.map(({ invoice, amount }) => [invoice, amount]))
  return kept
    .map(({ invoice, stays }) => ({ invoice, amount: stays + (added.get(invoice) ?? 0) }))
    .filter(({ amount }) => amount > 0)
}

/**
 * A refund that had been given up goes through after all. Where staff moved its payment to other invoices meanwhile, the money goes
 * back of these: what is posted, held and shown names them. Over several of them staff are asked to look. Runs under the payment's
 * lock, while the refund still counts as failed.
 */
export async function followPayment(
  tx: Queryable,
  { payment, refund }: { payment: number; refund: PaymentRow },
): Promise<void> {
  const { rows } = await tx.query<{ invoice: number; amount: string }>({
    name: 'refund-own-lines',
    text: OWN,
    values: [refund.id],
  })
  const own = rows.map(({ invoice, amount }) => ({ invoice, amount: readAmount(amount) }))
  const present = await readRefundableLines(tx, payment)
  const lines = followLines(present, own)
  const isSame = (line: Allocation, at: number) =>
    line.invoice === lines?.[at]?.invoice && line.amount === lines[at].amount
  if (!lines || (own.length === lines.length && own.every(isSame))) return
  await tx.query({
    name: 'refund-follow',
    text: REPLACE,
    values: [
      refund.id,
      lines.map(({ invoice }) => invoice),
      lines.map(({ amount }) => amount),
      lines.map(() => randomBytes(12).toString('hex')),
      payment,
    ],
  })
  if (present.length < 2) return
  const message = `The refund ${refund.reference} had failed and went through after all. Its payment was moved to other invoices meanwhile, so it was spread over these in their order. Please check it.`
  await raiseAttention(tx, {
    kind: 'refund_outside',
    subject: `${refund.id}:moved`,
    transaction: refund.id,
    message,
  })
}

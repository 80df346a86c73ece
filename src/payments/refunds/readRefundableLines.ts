import type { Queryable } from '../../base/database.ts'
import { readAmount } from '../../base/money.ts'
import type { RefundableLine } from './planRefund.ts'

/** What undid parts of a payment: refunds under way or done, returns, disputes; less what was undone of those in turn. */
const LINES = `select a.invoice_id as invoice, a.invoice_number as "invoiceNumber", a.amount, coalesce(sum(case u.kind when 'reversal' then -ua.amount else ua.amount end), 0) as undone
  from transactions_allocations a
  left join lateral (
    select t.id, t.kind from transactions t where t.original_id = a._parent_id and t.status not in ('failed', 'canceled')
    union all
    select r.id, r.kind from transactions t join transactions r on r.original_id = t.id where t.original_id = a._parent_id and r.kind = 'reversal' and r.status not in ('failed', 'canceled')
  ) u on true
  left join transactions_allocations ua on ua._parent_id = u.id and ua.invoice_id = a.invoice_id
  where a._parent_id = $1 group by a._order, a.invoice_id, a.invoice_number, a.amount order by a._order`

/** The lines of a payment with what is left of them to go back. Read under the payment's lock. */
export async function readRefundableLines(tx: Queryable, payment: number): Promise<RefundableLine[]> {
  const { rows } = await tx.query<{ invoice: number; invoiceNumber: string | null; amount: string; undone: string }>({
    name: 'refund-lines',
    text: LINES,
    values: [payment],
  })
  return rows.map(({ amount, undone, ...line }) => ({
    ...line,
    amount: readAmount(amount),
    undone: readAmount(undone),
  }))
}

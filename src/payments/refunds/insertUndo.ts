import { randomBytes } from 'node:crypto'
import type { Queryable } from '../../base/database.ts'
import type { Allocation } from '../allocateOldestFirst.ts'
import { newReference } from '../newReference.ts'
import type { PaymentRow } from '../readPaymentRow.ts'
import type { TransactionStatus } from '../transactionStatuses.ts'

export type Undo = {
  kind: 'refund' | 'return' | 'dispute' | 'reversal'
  status: TransactionStatus
  original: PaymentRow
  lines: Allocation[]
  /** The gateway's id of it, null until it has answered. */
  gatewayId: string | null
  /** Seconds in which somebody works on it; null when it is finished. */
  lease: number | null
}

const PREFIXES = { refund: 'R', return: 'D', dispute: 'D', reversal: 'V' } as const

const INSERT = `with made as (
    insert into transactions (reference, kind, status, payer_id, original_id, channel, amount, currency, account, refunded_amount, surcharge_amount, posting_status, method_type, method_brand, method_last4, settled_at)
    select $1::text, $2::text::enum_transactions_kind, $3::text::enum_transactions_status, o.payer_id, o.id, 'staff', $5::numeric, o.currency, o.account, 0, 0, 'none', o.method_type, o.method_brand, o.method_last4,
      case when $3::text = 'succeeded' then now() end
    from transactions o where o.id = $4::int returning id
  ), tracked as (
    insert into payer_portal_gateway_payments (transaction_id, gateway_id, lease_until, expires_at)
    select id, $6::text, case when $7::int is null then 'infinity' else now() + make_interval(secs => $7::int) end, 'infinity' from made
  ), allocated as (
    insert into transactions_allocations (_order, _parent_id, id, invoice_id, invoice_number, amount, pending)
    select l.place, made.id, l.id, l.invoice, a.invoice_number, l.amount, 0
    from made, unnest($8::int[], $9::numeric[], $10::text[]) with ordinality as l(invoice, amount, id, place)
    left join transactions_allocations a on a._parent_id = $4::int and a.invoice_id = l.invoice
  )
  select id from made`

/** Stores a movement that undoes (a part of) another one, with amounts written positive. Answers its id and reference. */
export async function insertUndo(
  tx: Queryable,
  { kind, status, original, lines, gatewayId, lease }: Undo,
): Promise<{ id: number; reference: string }> {
  const reference = newReference(PREFIXES[kind])
  const total = lines.reduce((sum, { amount }) => sum + amount, 0)
  const { rows } = await tx.query<{ id: number }>({
    name: 'undo-insert',
    text: INSERT,
    values: [
      reference,
      kind,
      status,
      original.id,
      total,
      gatewayId,
      lease,
      lines.map(({ invoice }) => invoice),
      lines.map(({ amount }) => amount),
      lines.map(() => randomBytes(12).toString('hex')),
    ],
  })
  if (!rows[0]) throw new Error('The transaction was not stored.')
  return { id: rows[0].id, reference }
}

import type { Queryable } from '../base/database.ts'
import { readAmount } from '../base/money.ts'
import type { TransactionKind, TransactionStatus } from './transactionStatuses.ts'

/** A transaction with what we know of it at the gateway. Amounts in minor units. */
export type PaymentRow = {
  id: number
  reference: string
  kind: TransactionKind
  status: TransactionStatus
  payer: number
  original: number | null
  amount: number
  refundedAmount: number
  currency: string
  account: string
  methodType: string | null
  held: string | null
  /** The gateway's id of the payment or refund, null until it has answered. */
  gatewayId: string | null
  chosenMethod: number | null
  saveMethod: boolean
  consentVersion: string | null
  loginId: number | null
  isConfirmed: boolean
  isLeased: boolean
  isExpired: boolean
}

type Row = Omit<PaymentRow, 'amount' | 'refundedAmount'> & { amount: string; refundedAmount: string | null }

const SELECT = `select t.id, t.reference, t.kind::text, t.status::text, t.payer_id as payer, t.original_id as original, t.amount, t.refunded_amount as "refundedAmount",
    t.currency, t.account, t.method_type as "methodType", t.held, g.gateway_id as "gatewayId", g.chosen_method_id as "chosenMethod", coalesce(g.save_method, false) as "saveMethod",
    g.consent_version as "consentVersion", g.login_id as "loginId", g.confirmed_at is not null as "isConfirmed",
    coalesce(g.lease_until > now(), false) as "isLeased", coalesce(g.expires_at <= now(), false) as "isExpired"
  from transactions t left join payer_portal_gateway_payments g on g.transaction_id = t.id`

const BY = {
  id: `${SELECT} where t.id = $1::int`,
  lockedId: `${SELECT} where t.id = $1::int for update of t`,
  gatewayId: `${SELECT} where g.gateway_id = $1::text`,
  reference: `${SELECT} where t.reference = $1::text`,
} as const

/** Finds one transaction; null when there is none. `lockedId` also locks its row. */
export async function readPaymentRow(
  tx: Queryable,
  by: keyof typeof BY,
  value: number | string,
): Promise<PaymentRow | null> {
  const { rows } = await tx.query<Row>({ name: `payment-row-${by}`, text: BY[by], values: [value] })
  const [row] = rows
  return row ? { ...row, amount: readAmount(row.amount), refundedAmount: readAmount(row.refundedAmount ?? 0) } : null
}

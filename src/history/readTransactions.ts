import type { Payload } from 'payload'
import { poolOf } from '../base/database.ts'
import { declineAdvice } from '../payments/declineAdvice.ts'

/** A transaction as its payer is shown it: a snapshot, whatever happened to its invoices since. Minor units. */
export type PortalTransaction = {
  id: number
  reference: string
  payer: number
  kind: string
  original: number | null
  status: string
  amount: number
  refundedAmount: number
  surchargeAmount: number
  currency: string
  account: string
  channel: string
  method: { type: string | null; brand: string | null; last4: string | null }
  allocations: { invoice: number; invoiceNumber: string | null; amount: number }[]
  held: string | null
  failure: { code: string | null; message: string | null }
  posting: { status: 'none' | 'pending' | 'posted' }
  createdAt: string
  settledAt: string | null
  /** The money of this refund, return or dispute came again: a refund did not reach its bank, a dispute was won. */
  cameBack: boolean
}

type Row = Omit<PortalTransaction, 'method' | 'failure' | 'posting' | 'allocations'> & {
  allocations: PortalTransaction['allocations'] | null
  methodType: string | null
  methodBrand: string | null
  methodLast4: string | null
  failureCode: string | null
  postingStatus: string | null
}

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`
const instant = (column: string) => `to_char(${column} at time zone 'UTC', ${INSTANT})`

const SELECT = `select t.id, t.reference, t.payer_id as payer, t.kind::text as kind, t.original_id as original, t.status::text as status, t.amount::float8 as amount,
    coalesce(t.refunded_amount, 0)::float8 as "refundedAmount", coalesce(t.surcharge_amount, 0)::float8 as "surchargeAmount", t.currency, t.account, t.channel::text as channel,
    t.method_type as "methodType", t.method_brand as "methodBrand", t.method_last4 as "methodLast4", t.held, t.failure_code as "failureCode", t.posting_status::text as "postingStatus",
    ${instant('t.created_at')} as "createdAt", ${instant('t.settled_at')} as "settledAt",
    exists (select from transactions r where r.original_id = t.id and r.kind = 'reversal' and r.status = 'succeeded') as "cameBack",
    coalesce(t.receipt_lines::json, (select json_agg(json_build_object('invoice', a.invoice_id, 'invoiceNumber', a.invoice_number, 'amount', a.amount) order by a._order) from transactions_allocations a where a._parent_id = t.id)) as allocations
  from transactions t`
const PAGE = `${SELECT} where t.payer_id = $1 order by t.created_at desc, t.id desc limit $2::int offset $3::int`
const ONE = `${SELECT} where t.payer_id = $1 and t.id = $2::int`

const postingOf = (status: string | null): PortalTransaction['posting']['status'] => {
  if (status === 'posted') return 'posted'
  return status === null || status === 'none' ? 'none' : 'pending'
}

/** The processor's exact reason and the state of the firm's own bookkeeping stay with staff. */
function fromRow(row: Row): PortalTransaction {
  const { methodType, methodBrand, methodLast4, failureCode, postingStatus, ...facts } = row
  return {
    ...facts,
    allocations: row.allocations ?? [],
    held: row.held === null ? null : 'The firm is looking into this payment.',
    method: { type: methodType, brand: methodBrand, last4: methodLast4 },
    failure: failureCode === null ? { code: null, message: null } : declineAdvice(failureCode),
    posting: { status: postingOf(postingStatus) },
  }
}

/** The payer's own transactions, newest first. */
export async function readTransactionPage(
  payload: Payload,
  { payer, limit, page }: { payer: number; limit: number; page: number },
): Promise<{ docs: PortalTransaction[]; hasNextPage: boolean; page: number }> {
  const { rows } = await poolOf(payload).query<Row>({
    name: 'history-page',
    text: PAGE,
    values: [payer, limit + 1, (page - 1) * limit],
  })
  return { docs: rows.slice(0, limit).map(fromRow), hasNextPage: rows.length > limit, page }
}

/** One own transaction; null for anybody else's. */
export async function readOwnTransaction(
  payload: Payload,
  { payer, id }: { payer: number; id: number },
): Promise<PortalTransaction | null> {
  const { rows } = await poolOf(payload).query<Row>({ name: 'history-one', text: ONE, values: [payer, id] })
  return rows[0] ? fromRow(rows[0]) : null
}

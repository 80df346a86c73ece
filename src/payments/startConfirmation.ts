import type { Payload } from 'payload'
import { withTransaction } from '../base/database.ts'
import { portalOptions } from '../options/portalOptions.ts'
import { lockTransactionInvoices } from './movePending.ts'
import { type UnpayableReason, whyNotPayable } from './payability.ts'
import { readScopedInvoices } from './readScopedInvoices.ts'
import { retryOnDeadlock } from './retryOnDeadlock.ts'

type Args = { payload: Payload; payer: number; transaction: number; gatewayId: string }

/** `refused` names why an invoice cannot be charged any more; `gone`: somebody else took the payment over. */
export type Confirmation =
  | { can: 'confirm' }
  | { can: 'not'; reason: UnpayableReason | 'out_of_scope' | 'changed' | 'gone' }

const START = `update payer_portal_gateway_payments g set gateway_id = $2, confirmed_at = now(), lease_until = now() + make_interval(secs => $3::int)
  from transactions t where g.transaction_id = $1 and t.id = g.transaction_id and t.status = 'pending' and g.confirmed_at is null and (g.gateway_id is null or g.gateway_id = $2)
  returning 1`

async function whyRefused({
  tx,
  payload,
  payer,
  transaction,
}: Pick<Args, 'payload' | 'payer' | 'transaction'> & { tx: Parameters<typeof lockTransactionInvoices>[0] }) {
  const { rows } = await tx.query<{ ids: number[]; currency: string; account: string }>({
    name: 'payment-own-invoices',
    text: `select t.currency, t.account, array(select invoice_id from transactions_allocations where _parent_id = t.id) as ids
      from transactions t where t.id = $1`,
    values: [transaction],
  })
  const { ids, currency, account } = rows[0] ?? { ids: [] }
  const invoices = await readScopedInvoices({ tx, payload, payer, ids })
  if (invoices.length !== ids.length) return 'out_of_scope'
  const { accounts } = portalOptions(payload)
  for (const invoice of invoices) {
    if (invoice.currency !== currency || invoice.account !== account) return 'changed'
    // What is reserved includes this payment: it has to fit as it stands.
    const reason =
      invoice.balance < invoice.pending ? 'nothing_due' : whyNotPayable({ ...invoice, pending: 0 }, accounts)
    if (reason) return reason
  }
  return null
}

/**
 * The last look before money moves: under the invoices' locks, are they all still in scope, payable, of the payment's
 * currency and account, and open by what is reserved? Stores the gateway's id and that the charge is being asked for.
 */
export function startConfirmation({ payload, payer, transaction, gatewayId }: Args): Promise<Confirmation> {
  const { paymentLease } = portalOptions(payload).times
  return retryOnDeadlock(() =>
    withTransaction(payload, async (tx): Promise<Confirmation> => {
      await lockTransactionInvoices(tx, transaction)
      const reason = await whyRefused({ tx, payload, payer, transaction })
      if (reason) return { can: 'not', reason }
      const { rowCount } = await tx.query({
        name: 'payment-start',
        text: START,
        values: [transaction, gatewayId, paymentLease],
      })
      return rowCount ? { can: 'confirm' } : { can: 'not', reason: 'gone' }
    }),
  )
}

/** Would `startConfirmation` still allow this payment to be charged? Reads only. */
export async function isStillPayable({ payload, payer, transaction }: Omit<Args, 'gatewayId'>): Promise<boolean> {
  return (await withTransaction(payload, (tx) => whyRefused({ tx, payload, payer, transaction }))) === null
}

import type { Payload } from 'payload'
import { withTransaction } from '../base/database.ts'
import { portalOptions } from '../options/portalOptions.ts'
import { lockTransactionInvoices } from './movePending.ts'
import { type UnpayableReason, whyNotPayable } from './payability.ts'
import { readScopedInvoices, type ScopedInvoice } from './readScopedInvoices.ts'
import { retryOnDeadlock } from './retryOnDeadlock.ts'

type Args = { payload: Payload; payer: number; transaction: number; gatewayId: string }

/** `refused` names why an invoice cannot be charged any more; `gone`: somebody else took the payment over. */
export type Confirmation =
  | { can: 'confirm' }
  | { can: 'not'; reason: UnpayableReason | 'out_of_scope' | 'changed' | 'gone' }

const START = `update payer_portal_gateway_payments g set gateway_id = $2, confirmed_at = now(), lease_until = now() + make_interval(secs => $3::int)
  from transactions t where g.transaction_id = $1 and t.id = g.transaction_id and t.status = 'pending' and g.confirmed_at is null and (g.gateway_id is null or g.gateway_id = $2)
  returning 1`

type Own = { invoice: number; currency: string; account: string; pending: number }

/** What is reserved includes this payment: it has to fit as it stands. */
function whyRefusedBy(invoice: ScopedInvoice, { own, payload }: { own: Own | undefined; payload: Payload }) {
  if (invoice.currency !== own?.currency || invoice.account !== own.account) return 'changed'
  if (invoice.balance < invoice.pending) return 'nothing_due'
  return whyNotPayable({ ...invoice, pending: invoice.pending - own.pending }, portalOptions(payload).accounts)
}

async function whyRefused({
  tx,
  payload,
  payer,
  transaction,
}: Pick<Args, 'payload' | 'payer' | 'transaction'> & { tx: Parameters<typeof lockTransactionInvoices>[0] }) {
  const { rows } = await tx.query<Own>({
    name: 'payment-own-invoices',
    text: `select t.currency, t.account, a.invoice_id as invoice, a.pending::float8 as pending
      from transactions t join transactions_allocations a on a._parent_id = t.id where t.id = $1`,
    values: [transaction],
  })
  const own = new Map(rows.map((row) => [row.invoice, row]))
  const ids = [...own.keys()]
  const invoices = await readScopedInvoices({ tx, payload, payer, ids })
  if (invoices.length !== ids.length) return 'out_of_scope'
  for (const invoice of invoices) {
    const reason = whyRefusedBy(invoice, { own: own.get(invoice.id), payload })
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

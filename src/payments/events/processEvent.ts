import type { Payload } from 'payload'
import { raiseAttention } from '../../attention/raiseAttention.ts'
import { poolOf, withTransaction } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { concludePayment } from '../concludePayment.ts'
import { settleDispute } from '../disputes/settleDispute.ts'
import { gatewayOf } from '../gatewayOf.ts'
import { followMethod } from '../methods/followMethod.ts'
import { storeSetup } from '../methods/storeSetup.ts'
import type { GatewayEvent, GatewayRefund } from '../PaymentGateway.ts'
import { readPaymentRow } from '../readPaymentRow.ts'
import { bookOutsideRefund } from '../refunds/bookOutsideRefund.ts'
import { settleRefund } from '../refunds/settleRefund.ts'

/** Null: handled. Otherwise why nothing was changed. */
type Verdict = string | null
type Handler = (args: { payload: Payload; id: string }) => Promise<Verdict>

const UNKNOWN: Verdict = 'not ours'

async function settleFrom({ payload, id }: { payload: Payload; id: string }): Promise<Verdict> {
  // A charge of another program on the same account, made without a payment.
  if (!id) return UNKNOWN
  const pool = poolOf(payload)
  const known = await readPaymentRow(pool, 'gatewayId', id)
  const payment = await gatewayOf(payload).retrievePayment({ payment: id })
  // The event may be faster than the answer to the call that made the payment.
  const row = known ?? (payment.reference ? await readPaymentRow(pool, 'reference', payment.reference) : null)
  if (row?.kind !== 'payment') return UNKNOWN
  await concludePayment({ payload, transaction: row.id, payment })
  return null
}

async function refundTransaction(payload: Payload, refund: GatewayRefund): Promise<number | null> {
  const pool = poolOf(payload)
  const known = await readPaymentRow(pool, 'gatewayId', refund.id)
  const row = known ?? (refund.reference ? await readPaymentRow(pool, 'reference', refund.reference) : null)
  if (row?.kind === 'refund') return row.id
  return refund.status === 'failed' ? null : bookOutsideRefund({ payload, refund })
}

/**
 * An event tells that something happened; what is true now is asked of the gateway, so their order does not
 * matter. What undoes a payment may be told before its success: the payment itself is settled first.
 */
const HANDLERS: Readonly<Record<GatewayEvent['about']['kind'], Handler>> = {
  payment: settleFrom,
  async refund({ payload, id }) {
    const refund = await gatewayOf(payload).retrieveRefund({ refund: id })
    const verdict = await settleFrom({ payload, id: refund.payment })
    if (verdict) return verdict
    const transaction = await refundTransaction(payload, refund)
    if (transaction === null) return UNKNOWN
    await settleRefund({ payload, transaction, refund })
    return null
  },
  async dispute({ payload, id }) {
    const dispute = await gatewayOf(payload).retrieveDispute({ dispute: id })
    const verdict = await settleFrom({ payload, id: dispute.payment })
    if (!verdict) await settleDispute({ payload, dispute })
    return verdict
  },
  async setup({ payload, id }) {
    await storeSetup({ payload, setup: await gatewayOf(payload).retrieveSetup({ setup: id }) })
    return null
  },
  method: followMethod,
  none: () => Promise.resolve(null),
}

/** What the gateway does not know, or never had, cannot be ours: asking again would not help. */
async function verdictOf(payload: Payload, about: GatewayEvent['about']): Promise<Verdict> {
  try {
    return await HANDLERS[about.kind]({ payload, id: about.id })
  } catch (error) {
    if (error instanceof PortalError && error.code === 'payment_not_found') return UNKNOWN
    throw error
  }
}

/** Says on the event, and to staff once it has lasted an hour, why it cannot be handled. */
async function noteFailure(payload: Payload, event: string, error: unknown): Promise<void> {
  const reason = (error instanceof Error ? error.message : String(error)).slice(0, 300)
  await withTransaction(payload, async (tx) => {
    const { rows } = await tx.query<{ is_old: boolean; type: string }>({
      name: 'event-failed',
      text: `update payer_portal_gateway_events set error = $2 where id = $1 and processed_at is null returning type, received_at < now() - interval '1 hour' as is_old`,
      values: [event, reason],
    })
    if (!rows[0]?.is_old) return
    const message = `The gateway's event ${event} (${rows[0].type}) cannot be handled: ${reason}`
    await raiseAttention(tx, { kind: 'event_failed', subject: event, message })
  })
}

/**
 * Handles a stored event, as often as wanted. What it told is kept only until then: it may name people, and
 * what is true is asked of the gateway. Throws `gateway_unavailable`; the job is then tried again.
 */
export async function processEvent({ payload, event }: { payload: Payload; event: string }): Promise<void> {
  const { rows } = await poolOf(payload).query<{ about: GatewayEvent['about'] }>({
    name: 'event-read',
    text: 'select about from payer_portal_gateway_events where id = $1 and processed_at is null',
    values: [event],
  })
  if (!rows[0]) return
  let verdict: Verdict
  try {
    verdict = await verdictOf(payload, rows[0].about)
  } catch (error) {
    await noteFailure(payload, event, error)
    throw error
  }
  await poolOf(payload).query({
    name: 'event-done',
    text: `update payer_portal_gateway_events set processed_at = now(), error = $2, body = 'null'::jsonb where id = $1`,
    values: [event, verdict],
  })
}

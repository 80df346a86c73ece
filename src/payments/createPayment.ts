import type { Payload, PayloadRequest } from 'payload'
import { poolOf } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'
import { refuseFrozenMethods } from '../login/emailChange/refuseFrozenMethods.ts'
import { checkAmountStep } from './checkAmountStep.ts'
import { concludePayment } from './concludePayment.ts'
import { endUnpayable } from './endUnpayable.ts'
import { findRepeat } from './findRepeat.ts'
import { gatewayOf } from './gatewayOf.ts'
import { lookAgain } from './lookAgain.ts'
import { makeAtGateway } from './makeAtGateway.ts'
import { findChargeable } from './methods/findChargeable.ts'
import type { GatewayMethodChoice, GatewayPayment } from './PaymentGateway.ts'
import type { PayingPayer, PaymentRequest } from './PaymentRequest.ts'
import { recoverPayment } from './recoverPayment.ts'
import { requestHash } from './requestHash.ts'
import { type Reserved, reservePayment } from './reservePayment.ts'
import { startConfirmation } from './startConfirmation.ts'
import type { Channel } from './transactionStatuses.ts'

type Args = {
  payload: Payload
  /** The call that pays, for the audit log. */
  req: PayloadRequest
  payer: PayingPayer
  channel: Channel
  request: PaymentRequest
  key: string
}
type New = Extract<Reserved, { isNew: true }>

/** Amounts of a gateway have eight digits at the most. */
const MAX_AMOUNT = 99_999_999

/** `clientSecret`: the browser has to go on, with 3-D Secure for example. */
export type CreatedPayment = { transaction: number; clientSecret: string | null }

function checkLimits(payload: Payload, { amount, currency }: PaymentRequest): void {
  const gateway = gatewayOf(payload)
  const minimum = gateway.minimumAmount(currency)
  checkAmountStep(gateway, { amount, currency })
  if (amount < minimum) throw new PortalError('amount_below_minimum', { data: { minimum } })
  if (amount > MAX_AMOUNT) throw new PortalError('amount_above_maximum', { data: { maximum: MAX_AMOUNT } })
}

async function methodOf({ payload, payer, request: { choice } }: Args): Promise<GatewayMethodChoice> {
  if ('method' in choice) return { method: await findChargeable(payload, payer, choice.method) }
  if (choice.save) await refuseFrozenMethods(poolOf(payload), payer.id)
  return { confirmationToken: choice.confirmationToken }
}

const createAtGateway = ({ payload, payer, request }: Args, reserved: New, method: GatewayMethodChoice) =>
  makeAtGateway(payload, payer.id, {
    amount: request.amount,
    currency: request.currency,
    account: reserved.account,
    reference: reserved.reference,
    saveMethod: 'save' in request.choice && request.choice.save,
    method,
  })

async function charge(args: Args, reserved: New, method: GatewayMethodChoice): Promise<GatewayPayment> {
  const { payload, payer, request } = args
  const { transaction, reference } = reserved
  const created = await createAtGateway(args, reserved, method)
  const start = await startConfirmation({ payload, payer: payer.id, transaction, gatewayId: created.id })
  if (start.can === 'not')
    throw new PortalError(start.reason === 'gone' ? 'payment_canceled' : 'invoice_not_payable', {
      data: { reason: start.reason },
    })
  return gatewayOf(payload).confirmPayment({
    payment: created.id,
    method,
    saveMethod: 'save' in request.choice && request.choice.save,
    returnUrl: `${payload.config.serverURL}/portal/payments/${transaction}`,
    idempotencyKey: `${reference}-confirm`,
  })
}

/** A clear no of the gateway, or of our last look, ends the payment; when nobody knows, it is left to be looked up. */
async function endRefused(payload: Payload, transaction: number, error: unknown): Promise<void> {
  const isClear = error instanceof PortalError && error.code !== 'gateway_unavailable'
  if (!isClear) return
  await recoverPayment({ payload, transaction, mode: 'end' }).catch((cause: unknown) => {
    payload.logger.warn({ msg: 'A refused payment will be ended by the worker.', transaction, err: cause })
  })
}

/** What a repeated Idempotency-Key answers: the transaction as it is now, ended when its invoices may not be paid any more. */
async function repeated(payload: Payload, transaction: number): Promise<CreatedPayment> {
  const { rows } = await poolOf(payload).query<{ gateway_id: string | null }>({
    name: 'payment-waiting',
    text: `select g.gateway_id from payer_portal_gateway_payments g join transactions t on t.id = g.transaction_id where t.id = $1 and t.status = 'requires_action'`,
    values: [transaction],
  })
  const payment = rows[0]?.gateway_id ?? null
  if (!payment) return { transaction, clientSecret: null }
  await endUnpayable({ payload, transaction })
  const now = await gatewayOf(payload).retrievePayment({ payment })
  await concludePayment({ payload, transaction, payment: now })
  return { transaction, clientSecret: now.clientSecret }
}

/**
 * Takes a payment: has its billing system say how the invoices stand now, reserves under lock, makes the payment at the gateway, looks once more, charges and
 * settles. A decline is no error: the recorded transaction is `failed`. The same key and request never
 * charge twice. Throws PortalErrors: refusals with nothing charged, or `gateway_unavailable` when the
 * outcome is not known yet and the worker will look it up.
 */
export async function createPayment(args: Args): Promise<CreatedPayment> {
  const { payload, req, payer, channel, request, key } = args
  const hash = requestHash(request)
  const earlier = await findRepeat(poolOf(payload), { payer: payer.id, key, hash })
  if (earlier !== null) return repeated(payload, earlier)
  checkLimits(payload, request)
  const method = await methodOf(args)
  const balances = await lookAgain({ payload, payer: payer.id, request })
  const reserved = await reservePayment({ payload, req, payer, channel, request, key, hash, balances })
  const { transaction } = reserved
  if (!reserved.isNew) return repeated(payload, transaction)
  try {
    const payment = await charge(args, reserved, method)
    await concludePayment({ payload, transaction, payment })
    return { transaction, clientSecret: payment.clientSecret }
  } catch (error) {
    await endRefused(payload, transaction, error)
    if (error instanceof PortalError) throw new PortalError(error.code, { data: { ...error.data, transaction } })
    throw error
  }
}

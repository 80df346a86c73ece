import { PortalError } from '../../base/errors.ts'
import { isAmount, isCurrency } from '../../base/money.ts'
import { type Allocation, MAX_ALLOCATIONS } from '../../payments/allocateOldestFirst.ts'
import type { PaymentMethodChoice, PaymentRequest } from '../../payments/PaymentRequest.ts'

const MAX_ID = 2_147_483_647
const KEY = /^[\x21-\x7e]{1,255}$/
const TOKEN = /^[\w-]{1,255}$/

/** A row id, sent as a number or as its digits; null when it cannot be one. */
export function parseId(value: unknown): number | null {
  const id = typeof value === 'string' && /^[1-9]\d{0,9}$/.test(value) ? Number(value) : value
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 && id <= MAX_ID ? id : null
}

/** An amount above zero in minor units. Throws `amount_invalid`. */
export function parseAmount(value: unknown): number {
  if (!isAmount(value) || value <= 0) throw new PortalError('amount_invalid')
  return value
}

/** Throws `bad_request`. */
export function parseCurrency(value: unknown): string {
  if (!isCurrency(value))
    throw new PortalError('bad_request', { message: 'currency is a lowercase code of three letters.' })
  return value
}

function parseAllocation(value: unknown): Allocation {
  const { invoice, amount } = (typeof value === 'object' && value !== null ? value : {}) as {
    invoice?: unknown
    amount?: unknown
  }
  const id = parseId(invoice)
  // What cannot be an id answers like an invoice that does not exist.
  if (id === null) throw new PortalError('invoice_not_found')
  return { invoice: id, amount: parseAmount(amount) }
}

/** 1 to 200 allocations, each invoice once. Throws `bad_request`, `invoice_not_found`, `amount_invalid`. */
export function parseAllocations(value: unknown): Allocation[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_ALLOCATIONS) {
    throw new PortalError('bad_request', {
      message: `allocations is a list of 1 to ${MAX_ALLOCATIONS} entries { invoice, amount }.`,
    })
  }
  const allocations = value.map(parseAllocation)
  if (new Set(allocations.map(({ invoice }) => invoice)).size !== allocations.length) {
    throw new PortalError('bad_request', { message: 'Each invoice can be named once.' })
  }
  return allocations
}

/** Throws `bad_request`. */
export function parseConfirmationToken(value: unknown): string {
  if (typeof value !== 'string' || !TOKEN.test(value)) throw new PortalError('payment_details_invalid')
  return value
}

function parseChoice({
  paymentMethod,
  confirmationToken,
  savePaymentMethod,
}: Record<string, unknown>): PaymentMethodChoice {
  const hasMethod = paymentMethod !== undefined && paymentMethod !== null
  const hasToken = confirmationToken !== undefined && confirmationToken !== null
  if (hasMethod === hasToken)
    throw new PortalError('bad_request', { message: 'Give either paymentMethod or confirmationToken.' })
  if (savePaymentMethod !== undefined && savePaymentMethod !== null && typeof savePaymentMethod !== 'boolean') {
    throw new PortalError('bad_request', { message: 'savePaymentMethod is true or false.' })
  }
  if (hasToken)
    return { confirmationToken: parseConfirmationToken(confirmationToken), save: savePaymentMethod === true }
  const method = parseId(paymentMethod)
  // A processor's id never names a method here: it answers like one that does not exist.
  if (method === null) throw new PortalError('payment_method_not_found')
  return { method }
}

/** The body of a payment, checked for shape. Throws PortalErrors of status 4xx. */
export function parsePayment(body: Record<string, unknown>): PaymentRequest {
  const amount = parseAmount(body.amount)
  const currency = parseCurrency(body.currency)
  const allocations = parseAllocations(body.allocations)
  if (allocations.reduce((sum, line) => sum + line.amount, 0) !== amount) throw new PortalError('amount_mismatch')
  return { amount, currency, allocations, choice: parseChoice(body) }
}

/** Throws `idempotency_key_required`. */
export function parseIdempotencyKey(header: string | null): string {
  if (!header || !KEY.test(header)) throw new PortalError('idempotency_key_required')
  return header
}

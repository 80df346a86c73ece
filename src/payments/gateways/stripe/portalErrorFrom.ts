import Stripe from 'stripe'
import { type ErrorCode, PortalError } from '../../../base/errors.ts'

const BY_CODE: Readonly<Record<string, ErrorCode>> = {
  amount_too_small: 'amount_below_minimum',
  amount_too_large: 'amount_above_maximum',
  charge_already_refunded: 'refund_not_possible',
  charge_disputed: 'refund_not_possible',
}
const METHOD_PARAMS = ['confirmation_token', 'payment_method']

function codeOf(error: InstanceType<typeof Stripe.errors.StripeError>): ErrorCode | null {
  const { StripeInvalidRequestError, StripeIdempotencyError } = Stripe.errors
  if (error instanceof StripeIdempotencyError) return error.statusCode === 409 ? 'gateway_unavailable' : null
  if (!(error instanceof StripeInvalidRequestError)) return 'gateway_unavailable'
  if (error.code === 'resource_missing' && error.param === 'customer') return 'customer_gone'
  const known = BY_CODE[error.code ?? '']
  if (known) return known
  return METHOD_PARAMS.includes(error.param ?? '') ? 'payment_details_invalid' : null
}

/**
 * What to throw for an error of the SDK. `gateway_unavailable` means that the outcome is not known;
 * any other PortalError that nothing was done. Everything else is handed through: a mistake of ours.
 */
export function portalErrorFrom(error: unknown): unknown {
  if (!(error instanceof Stripe.errors.StripeError)) return error
  const code = codeOf(error)
  return code ? Object.assign(new PortalError(code), { cause: error }) : error
}

/** Does Stripe say that what was asked for does not exist? */
export function isMissing(error: unknown): boolean {
  return (
    error instanceof Stripe.errors.StripeInvalidRequestError &&
    error.code === 'resource_missing' &&
    error.statusCode === 404
  )
}

/** The same for a look at something by its id: what does not exist is `payment_not_found`. */
export function lookUpErrorFrom(error: unknown): unknown {
  return isMissing(error)
    ? Object.assign(new PortalError('payment_not_found'), { cause: error })
    : portalErrorFrom(error)
}

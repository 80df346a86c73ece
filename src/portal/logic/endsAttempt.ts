import type { RequestError } from '../api/RequestError.ts'

/** Refusals that come before the payment is looked at: they say nothing about an earlier try of it. */
const BEFORE_THE_PAYMENT = new Set([401, 403, 408, 425, 429, 503])

/**
 * Whether an error is the clear answer to a payment, so that it may be forgotten and a new one begun. A lost
 * answer never is. A repeat that was stopped at the door is not either: the first try may have gone through.
 */
export function endsAttempt(error: Pick<RequestError, 'status' | 'isUndecided'>, isRepeat: boolean): boolean {
  if (error.isUndecided) return false
  return !(isRepeat && BEFORE_THE_PAYMENT.has(error.status))
}

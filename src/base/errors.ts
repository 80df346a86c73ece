import { APIError } from 'payload'

/** Every error that a caller may branch on: stable code → HTTP status and a message that is safe to show. */
export const ERRORS = {
  bad_request: [400, 'The request is not valid.'],
  login_required: [401, 'Please log in.'],
  login_failed: [401, 'The email or password provided is incorrect.'],
  forbidden: [403, 'You are not allowed to do this.'],
  audit_append_only: [403, 'The audit log is only ever added to: no entry is changed or deleted.'],
  role_required: [403, 'Your role does not allow this. Ask somebody who manages the people of this payer.'],
  person_not_found: [404, 'This person does not exist.'],
  person_exists: [409, 'Somebody with this email is among the people of this payer already.'],
  person_is_owner: [
    409,
    'This is the person behind the email of the payer itself. Change that email or the login access instead.',
  ],
  person_is_self: [409, 'Nobody changes the own role or removes the own access. Ask somebody else who manages people.'],
  people_limit: [409, 'This payer has as many people as it can have.'],
  login_exists: [409, 'This person has a login already. Mail a link to set a new password instead.'],
  unsupported_media_type: [415, 'Send the body as JSON, with the header Content-Type: application/json.'],
  origin_refused: [403, 'This request came from another site.'],
  view_read_only: [403, 'You are looking at the portal as this payer: nothing can be changed here.'],
  session_not_found: [404, 'This session does not exist.'],
  not_found: [404, 'Not found.'],
  payer_not_found: [404, 'This payer does not exist.'],
  payer_required: [400, 'Your login acts for several payers: name one in the header X-Payer.'],
  payer_has_history: [
    409,
    'This payer has transactions, postings or payment methods and cannot be deleted. Archive it instead.',
  ],
  payer_archived: [409, 'This payer is archived. Take it out of the archive first.'],
  payer_not_archived: [409, 'Archive this payer first.'],
  payer_merged: [409, 'This payer was merged into another one.'],
  payer_erased: [409, 'The contact data of this payer was erased for good.'],
  payer_busy: [409, 'A payment of this payer is under way. Let it finish or cancel it first.'],
  payer_frozen: [409, 'The email of this payer was changed and can still be changed back. Please wait until then.'],
  name_mismatch: [400, 'What was typed is not the name of this payer.'],
  token_invalid: [400, 'This link has been used or has expired. Please ask for a new one.'],
  password_weak: [400, 'Please choose a longer or less common password: at least 12 characters.'],
  password_wrong: [400, 'The current password is not correct.'],
  challenge_invalid: [400, 'This step has taken too long, failed too often or was done already. Please start again.'],
  second_factor_wrong: [400, 'This is not correct. A code works once and for a short time: please try the next one.'],
  second_factor_off: [409, 'Two-step login is not offered here.'],
  second_factor_required: [409, 'Two-step login is required here: add another way before you remove the last one.'],
  factor_not_found: [404, 'This way of two-step login does not exist.'],
  passkey_known: [409, 'This passkey is registered already.'],
  email_locked: [400, 'This email belongs to a login.'],
  email_change_open: [
    409,
    'The email was changed a short time ago. Until that can no longer be undone it cannot be changed again.',
  ],
  email_change_missing: [409, 'There is no change of the email to take back.'],
  password_required: [400, 'This address needs a login of its own: please choose a password.'],
  login_access_off: [409, 'Login access is off for this payer. Switch it on first.'],
  login_missing: [409, 'This payer has no login yet. Send the invite instead.'],
  busy: [503, 'This record is being changed at the moment. Please try again.'],
  overloaded: [503, 'The server is busy at the moment. Please try again in a few seconds.'],
  too_many_requests: [429, 'Too many requests. Please wait and try again.'],
  invoice_not_found: [404, 'This invoice does not exist.'],
  invoice_not_payable: [409, 'This invoice cannot be paid here.'],
  amount_invalid: [400, 'An amount is a whole number of minor units above zero.'],
  amount_exceeds_due: [409, 'The amount is higher than what is due.'],
  amount_mismatch: [400, 'The amount is not the sum of its allocations.'],
  amount_below_minimum: [400, 'The amount is below the smallest that can be charged.'],
  amount_above_maximum: [400, 'The amount is above the largest that can be charged at once.'],
  mixed_accounts: [400, 'One payment goes to one account: pay these invoices separately.'],
  mixed_currencies: [400, 'One payment has one currency: pay these invoices separately.'],
  mixed_sources: [400, 'One payment goes to one billing system: pay these invoices separately.'],
  account_required: [400, 'Several accounts fit: name one.'],
  idempotency_key_required: [400, 'The header Idempotency-Key is required: 1 to 255 visible characters of ASCII.'],
  idempotency_key_reused: [409, 'This Idempotency-Key was used for another request.'],
  payment_declined: [402, 'The payment was declined.'],
  payments_unavailable: [503, 'Payments are not set up here.'],
  payments_paused: [
    409,
    'Payments are paused for the moment, because the amounts that are due cannot be checked. Nothing was charged. Please try again later.',
  ],
  payment_not_found: [404, 'This payment does not exist.'],
  payment_canceled: [409, 'This payment was cancelled.'],
  payment_not_possible: [409, 'This payment cannot be taken online. Please contact us.'],
  customer_gone: [409, 'This payment cannot be taken online at the moment. Please try again.'],
  payment_not_cancelable: [409, 'This payment can no longer be cancelled.'],
  payment_method_not_found: [404, 'This payment method does not exist.'],
  payment_details_invalid: [400, 'These payment details can no longer be used. Please enter them again.'],
  payment_methods_frozen: [
    409,
    'The email of this login was changed a short time ago. Until that can no longer be undone, saved payment methods cannot be used or changed. You can pay with a card that is not saved.',
  ],
  payment_method_in_use: [409, 'This payment method is used by an open payment.'],
  consent_required: [400, 'Saving a payment method needs your consent.'],
  refund_not_possible: [409, 'This transaction cannot be refunded by that amount.'],
  refund_changed: [
    409,
    'Something of this payment was refunded in the meantime. Open the refund again to see what is left of it.',
  ],
  transaction_not_found: [404, 'This transaction does not exist.'],
  parked_row_not_found: [404, 'This row is not set aside.'],
  attention_not_found: [404, 'This item does not exist.'],
  posting_not_found: [404, 'This posting does not exist.'],
  posting_state: [409, 'This posting cannot do that in its present state.'],
  source_not_found: [404, 'This billing source does not exist.'],
  source_unavailable: [503, 'The billing system does not answer at the moment.'],
  sync_running: [409, 'A sync of this source is running.'],
  gateway_unavailable: [
    503,
    'The payment processor does not answer at the moment. A payment under way will be checked, and its result shown in the payment history.',
  ],
  signature_invalid: [400, 'The signature is missing or not valid.'],
} as const satisfies Record<string, readonly [number, string]>

export type ErrorCode = keyof typeof ERRORS

const REFUSED = 'PortalError'
const UNAVAILABLE = 'PortalUnavailable'

/** How an answered error is logged: a line for what a caller got wrong, everything known for what could not be served. */
export const ERROR_LEVELS = { [REFUSED]: 'info', [UNAVAILABLE]: 'warn' } as const

/** A refusal in Payload's shape: `{ errors: [{ message, name, data: { code, … } }] }` with the code's status. */
export class PortalError extends APIError {
  readonly code: ErrorCode
  constructor(code: ErrorCode, details: { message?: string; data?: Record<string, unknown> } = {}) {
    const [status, message] = ERRORS[code]
    super(details.message ?? message, status, { code, ...details.data }, true)
    this.code = code
    this.name = status < 500 ? REFUSED : UNAVAILABLE
  }
}

import type Stripe from 'stripe'

/** The `error` object of Stripe's answers. */
export type ErrorBody = {
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error'
  message: string
  code?: string
  decline_code?: string
  param?: string
  charge?: string
  payment_intent?: Stripe.PaymentIntent
  payment_method?: Stripe.PaymentMethod
  payment_method_type?: string
  setup_intent?: Stripe.SetupIntent
}

/** An answer of Stripe's that is an error: HTTP status and body. */
export class StripeFault extends Error {
  readonly status: number
  readonly body: ErrorBody
  constructor(status: number, body: ErrorBody) {
    super(body.message)
    this.name = 'StripeFault'
    this.status = status
    this.body = body
  }
}

type Details = { code?: string; param?: string } & Partial<ErrorBody>

/** A 400 `invalid_request_error`. */
export function invalid(message: string, details: Details = {}): StripeFault {
  return new StripeFault(400, { type: 'invalid_request_error', message, ...details })
}

/** A 404 `resource_missing`; a 400 when the id was a parameter and not in the path. */
export function missing(what: string, id: string, param?: string): StripeFault {
  const body = { type: 'invalid_request_error', code: 'resource_missing', message: `No such ${what}: '${id}'` } as const
  return new StripeFault(param ? 400 : 404, { ...body, param: param ?? 'id' })
}

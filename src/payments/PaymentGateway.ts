/**
 * The contract between payments and one processor. Everything a processor says is turned into these
 * few shapes at its border; nothing of Stripe's vocabulary goes further. Every call may be repeated:
 * `idempotencyKey` makes a repeat harmless, and a lost answer is found again with `retrievePayment`.
 */
export type PaymentGateway = {
  readonly key: string
  /** Sent to the browser: what the page needs to take a method. Holds no secret. */
  readonly client: { kind: 'stripe'; publishableKey: string; scriptUrl: string | null; apiUrl: string | null }
  /** Hosts that the portal's content security policy has to allow. */
  readonly contentSecurity: { script: string[]; frame: string[]; connect: string[] }
  /** Smallest amount that can be charged, in minor units. */
  minimumAmount(currency: string): number
  /** Amounts that can be charged and refunded are whole multiples of this, in minor units. 1 for most currencies. */
  amountStep(currency: string): number
  ensureCustomer(input: { payerReference: string; idempotencyKey: string }): Promise<{ customer: string }>
  /** Deletes a customer with what is kept of it. One that is gone already is no error. */
  deleteCustomer(input: { customer: string }): Promise<void>
  /** Creates a payment that has charged nothing yet. Throws `customer_gone` when the customer does not exist any more. */
  createPayment(input: {
    customer: string
    amount: number
    currency: string
    account: string
    /** Our reference: the only thing of ours the processor gets to keep. */
    reference: string
    saveMethod: boolean
    method: GatewayMethodChoice
    idempotencyKey: string
  }): Promise<GatewayPayment>
  /** Charges it. A decline is an answer (`status: 'failed'`), not an exception. */
  confirmPayment(input: {
    payment: string
    method: GatewayMethodChoice
    saveMethod: boolean
    returnUrl: string
    idempotencyKey: string
  }): Promise<GatewayPayment>
  retrievePayment(input: { payment: string; account?: string }): Promise<GatewayPayment>
  /** Answers the state after the attempt: `canceled`, or what prevented it. */
  cancelPayment(input: { payment: string; idempotencyKey: string }): Promise<GatewayPayment>
  refundPayment(input: {
    payment: string
    amount: number
    currency: string
    reference: string
    idempotencyKey: string
  }): Promise<GatewayRefund>
  /** The refund of this payment that carries our reference, null when there is none: however long ago it was made. */
  findRefund(input: { payment: string; reference: string }): Promise<GatewayRefund | null>
  retrieveRefund(input: { refund: string }): Promise<GatewayRefund>
  retrieveDispute(input: { dispute: string }): Promise<GatewayDispute>
  /** Keeps a method for later, with the payer's consent, without a charge. Throws `customer_gone` as `createPayment` does. */
  saveMethod(input: {
    customer: string
    confirmationToken: string
    returnUrl: string
    idempotencyKey: string
  }): Promise<GatewaySetup>
  retrieveSetup(input: { setup: string }): Promise<GatewaySetup>
  /** Null when it does not exist. `customer` is whose it is now: compare before every use. */
  retrieveMethod(input: { method: string }): Promise<GatewayMethod | null>
  detachMethod(input: { method: string }): Promise<void>
  /** Checks the signature on the raw bytes. Null when it is missing, wrong, stale or of another mode. */
  readEvent(input: { body: Buffer; signature: string | undefined }): GatewayEvent | null
}

export type GatewayMethodChoice = { method: string } | { confirmationToken: string }

export type GatewayPaymentStatus =
  | 'requires_method'
  | 'requires_action'
  | 'processing'
  | 'succeeded'
  | 'failed'
  | 'canceled'

export type GatewayPayment = {
  id: string
  /** Our reference as the processor gave it back, null when it is not one of ours. */
  reference: string | null
  status: GatewayPaymentStatus
  amount: number
  amountReceived: number
  currency: string
  customer: string | null
  /** Only with `requires_action`: what the browser goes on with. */
  clientSecret: string | null
  method: GatewayMethod | null
  failure: { code: string; message: string } | null
  refundedAmount: number
  createdAt: Date
}

export type GatewayMethod = {
  id: string
  customer: string | null
  type: 'card' | 'us_bank_account' | 'other'
  brand: string | null
  last4: string | null
  expMonth: number | null
  expYear: number | null
}

export type GatewayRefund = {
  id: string
  payment: string
  reference: string | null
  amount: number
  currency: string
  status: 'pending' | 'succeeded' | 'failed'
  failure: { code: string; message: string } | null
}

/** The payer's bank took money back, or asks about it. Amounts in minor units. */
export type GatewayDispute = {
  id: string
  payment: string
  amount: number
  currency: string
  /** `inquiry`: no money has moved. `withdrawn`: the money is gone, perhaps for good. `returned`: it came back. */
  status: 'inquiry' | 'withdrawn' | 'returned'
  reason: string
}

export type GatewaySetup = {
  id: string
  status: 'requires_action' | 'processing' | 'succeeded' | 'failed'
  clientSecret: string | null
  customer: string | null
  method: GatewayMethod | null
  failure: { code: string; message: string } | null
}

/** A delivered event, reduced to what it is about. Whoever handles it fetches the object's present state. */
export type GatewayEvent = {
  id: string
  type: string
  createdAt: Date
  about: { kind: 'payment' | 'refund' | 'setup' | 'dispute' | 'method' | 'none'; id: string; payment: string | null }
  raw: unknown
}

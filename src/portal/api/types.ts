import type { Totals } from '../../base/totals.ts'
import type { Role } from './accountTypes.ts'

/** Ids as the server gives them: opaque, only compared and sent back. */
export type Id = number | string

export type CreditTotal = { currency: string; count: number; total: number }

/** `asOf` is an instant: how old the figures of the billing system are. Null before the first read. */
export type Summary = { totals: Totals[]; credits: CreditTotal[]; asOf: string | null }

export type Matter = { matterNumber: string | null; matterDescription?: string | null }

export type Invoice = {
  id: Id
  number: string | null
  clientNumber: string | null
  clientName: string | null
  matterNumber: string | null
  matterDescription?: string | null
  /** Filled when the invoice is over several matters. */
  matters?: Matter[]
  issuedOn: string | null
  dueOn: string | null
  currency: string
  total: number | null
  balance: number
  pending: number
  amountDue: number
  account: string | null
  status: 'open' | 'paid' | 'void' | 'credit'
  memo?: string | null
  payable: boolean
  /** Why it is not payable: a code such as `view_only` or `held`, or one that only a newer server knows. */
  reason: string | null
}

export type Page<Doc> = { docs: Doc[]; hasNextPage: boolean; page: number; totalDocs?: number }

export type Allocation = { invoice: Id; invoiceNumber?: string | null; amount: number }

export type AllocateAnswer = { allocations: Allocation[]; remainder: number }

export type TransactionStatus = 'pending' | 'processing' | 'requires_action' | 'succeeded' | 'failed' | 'canceled'

export type MethodFacts = { type: string | null; brand: string | null; last4: string | null }

export type Transaction = {
  id: Id
  reference: string
  kind: 'payment' | 'refund' | 'return' | 'dispute' | 'reversal'
  original?: Id | null
  status: TransactionStatus
  amount: number
  refundedAmount?: number | null
  currency: string
  channel?: string
  method?: MethodFacts | null
  allocations?: Allocation[]
  held?: string | null
  failure?: { code: string | null; message: string | null } | null
  posting?: { status: string | null } | null
  createdAt: string
  settledAt?: string | null
  /** The money of this refund, return or dispute came again. */
  cameBack?: boolean
}

export type PaymentMethod = MethodFacts & {
  id: Id
  expMonth: number | null
  expYear: number | null
  isDefault: boolean
  /** Somebody else agreed to keeping it: it can be used after this person agrees too. */
  needsConsent?: boolean
  createdAt: string
}

/** How a payment is paid: with a kept method, or with a new one that the processor holds under a token. */
export type PaymentRequest = {
  amount: number
  currency: string
  allocations: { invoice: Id; amount: number }[]
} & ({ paymentMethod: Id } | { confirmationToken: string; savePaymentMethod: boolean })

/** `clientSecret` when the browser has to go on, with 3-D Secure for example. */
export type PaymentAnswer = { transaction: Transaction; clientSecret?: string | null }

export type MethodAnswer = { paymentMethod?: PaymentMethod | null; clientSecret?: string | null }

export type Payer = {
  id: Id
  collection: 'payers'
  email: string
  name: string | null
  firstName?: string | null
  lastName?: string | null
  businessName?: string | null
  phone?: string | null
  address?: string | null
  /** Where receipts go besides the owner and who paid. */
  receiptEmails?: string[] | null
}

export type ContactChange = Partial<
  Pick<Payer, 'firstName' | 'lastName' | 'businessName' | 'phone' | 'address' | 'receiptEmails'>
>

/** `user` is the payer record that is shown; `payers` lists the records that this login acts for. */
export type Me = {
  user: Payer | null
  exp?: number | null
  payers?: { id: Id; name: string | null }[]
  role?: Role
  /** Who is logged in: the email is that of the login. Null in a view. */
  person?: { id: Id; email: string; name: string | null } | null
  /** Set when it is staff who looks, as the payer would see it. */
  view?: { id: Id; staffName: string | null; expiresAt: string }
}

/** What the page behind a mailed link has to ask for. */
export type InspectedLink = {
  purpose: 'invite' | 'reset' | 'email'
  email: string
  hasLogin: boolean
  needsPassword: boolean
}

export type GatewaySettings = {
  kind: 'stripe'
  publishableKey: string
  scriptUrl: string | null
  apiUrl: string | null
}

export type PortalSettings = {
  firmName: string
  logo: string | null
  colors: { accent: string | null }
  /** HTML that the server made and sanitised. */
  welcomeHtml: string | null
  gateway: GatewaySettings | null
  consent: { version: string; text: string }
  /** The firm's IANA time zone, in which "today" is read; the browser's own when absent. */
  timeZone?: string | null
  /** Amounts read longer ago than so many seconds are old; never when absent. */
  oldAmounts?: number
}

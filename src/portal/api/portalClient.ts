import { accountCalls, peopleCalls } from './accountCalls.ts'
import { factorCalls } from './factorCalls.ts'
import type { LoginAnswer } from './factorTypes.ts'
import { type SendOptions, sendRequest, type Transport } from './sendRequest.ts'
import type {
  AllocateAnswer,
  ContactChange,
  Id,
  InspectedLink,
  Invoice,
  Me,
  MethodAnswer,
  Page,
  Payer,
  PaymentAnswer,
  PaymentMethod,
  PaymentRequest,
  PortalSettings,
  Summary,
  Transaction,
} from './types.ts'

export type InvoiceQuery = { status?: string; q?: string; sort?: string; page?: number; limit?: number }

/** A path segment or query value, encoded; empty values are left out. */
function queryOf(values: Record<string, string | number | undefined>): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== '') params.set(name, String(value))
  }
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

const at = (id: Id): string => encodeURIComponent(String(id))

type Send = <Answer>(path: string, options?: SendOptions) => Promise<Answer>

const authCalls = (send: Send) => ({
  settings: () => send<PortalSettings>('/portal/settings', { isAboutLogin: true }),
  /** Who is logged in, and `payer` as the record that is shown; without one the record that the session was switched to last. */
  me: (payer: Id | null = null) =>
    send<Me>('/payers/me', {
      isAboutLogin: true,
      ...(payer === null ? {} : { headers: { 'X-Payer': String(payer) } }),
    }),
  login: (body: { email: string; password: string }) =>
    send<LoginAnswer>('/payers/login', { method: 'POST', body, isAboutLogin: true }),
  logout: () => send<unknown>('/payers/logout', { method: 'POST', body: {}, isAboutLogin: true }),
  forgotPassword: (body: { email: string }) =>
    send<unknown>('/payers/forgot-password', { method: 'POST', body, isAboutLogin: true }),
  resetPassword: (body: { token: string; password: string }) =>
    send<LoginAnswer>('/payers/reset-password', { method: 'POST', body, isAboutLogin: true }),
  acceptInvite: (body: { token: string; password: string }) =>
    send<LoginAnswer>('/payers/accept-invite', { method: 'POST', body, isAboutLogin: true }),
  inspectLink: (token: string) =>
    send<InspectedLink>('/payers/inspect-link', { method: 'POST', body: { token }, isAboutLogin: true }),
  confirmEmail: (body: { token: string; password?: string }) =>
    send<unknown>('/payers/confirm-email', { method: 'POST', body, isAboutLogin: true }),
  undoEmail: (body: { token: string }) =>
    send<unknown>('/payers/undo-email', { method: 'POST', body, isAboutLogin: true }),
  changePassword: (body: { currentPassword: string; password: string }) =>
    send<unknown>('/payers/change-password', { method: 'POST', body }),
  /** Ends staff's view of a payer. */
  endView: (payer: Id) =>
    send<unknown>(`/payers/${at(payer)}/view`, { method: 'DELETE', isAboutLogin: true, isByStaff: true }),
  switchPayer: (payer: Id) => send<unknown>('/payers/switch', { method: 'POST', body: { payer }, isAboutLogin: true }),
  changeContact: (payer: Id, body: ContactChange) =>
    send<{ doc: Payer }>(`/payers/${at(payer)}`, { method: 'PATCH', body }),
})

const invoiceCalls = (send: Send) => ({
  summary: (signal?: AbortSignal) => send<Summary>('/portal/summary', { signal }),
  invoices: (query: InvoiceQuery, signal?: AbortSignal) =>
    send<Page<Invoice>>(`/portal/invoices${queryOf(query)}`, { signal }),
  invoice: (id: Id, signal?: AbortSignal) => send<Invoice>(`/portal/invoices/${at(id)}`, { signal }),
  allocate: (body: { amount: number; currency: string; account?: string }) =>
    send<AllocateAnswer>('/portal/allocate', { method: 'POST', body }),
})

const paymentCalls = (send: Send) => ({
  pay: (body: PaymentRequest, idempotencyKey: string) =>
    send<PaymentAnswer>('/portal/payments', { method: 'POST', body, headers: { 'Idempotency-Key': idempotencyKey } }),
  resume: (id: Id) => send<PaymentAnswer>(`/portal/payments/${at(id)}/resume`, { method: 'POST', body: {} }),
  cancel: (id: Id) => send<unknown>(`/portal/payments/${at(id)}/cancel`, { method: 'POST', body: {} }),
  transactions: (query: { page?: number; limit?: number }, signal?: AbortSignal) =>
    send<Page<Transaction>>(`/portal/transactions${queryOf(query)}`, { signal }),
  transaction: (id: Id, signal?: AbortSignal) => send<Transaction>(`/portal/transactions/${at(id)}`, { signal }),
  paymentMethods: (signal?: AbortSignal) =>
    send<{ docs: PaymentMethod[]; frozenUntil?: string | null }>('/portal/payment-methods', { signal }),
  addPaymentMethod: (body: { confirmationToken: string; consent: true }) =>
    send<MethodAnswer>('/portal/payment-methods', { method: 'POST', body }),
  makeDefault: (id: Id) =>
    send<unknown>(`/portal/payment-methods/${at(id)}`, { method: 'PATCH', body: { default: true } }),
  consentTo: (id: Id) =>
    send<unknown>(`/portal/payment-methods/${at(id)}`, { method: 'PATCH', body: { consent: true } }),
  removePaymentMethod: (id: Id) => send<unknown>(`/portal/payment-methods/${at(id)}`, { method: 'DELETE' }),
})

/** The only door from the portal to the server: every call, typed. Calls throw a RequestError unless the answer is 2xx. */
export function createPortalClient(transport: Transport) {
  const send: Send = (path, options) => sendRequest(transport, path, options)
  const { view } = transport
  // A link carries no headers: it says in its address what the headers of a call say.
  const named = queryOf(view === null ? { payer: transport.payer ?? undefined } : { view })
  return {
    ...authCalls(send),
    ...factorCalls(send),
    ...accountCalls(send),
    ...peopleCalls(send),
    ...invoiceCalls(send),
    ...paymentCalls(send),
    invoicePdfUrl: (id: Id) => `${transport.apiPath}/portal/invoices/${at(id)}/pdf${named}`,
    receiptPdfUrl: (id: Id) => `${transport.apiPath}/portal/transactions/${at(id)}/receipt.pdf${named}`,
  }
}

export type PortalClient = ReturnType<typeof createPortalClient>

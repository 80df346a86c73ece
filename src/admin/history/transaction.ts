/** A transaction as staff read it with depth 0. Amounts in the currency's minor unit. */
export type Transaction = {
  id: number | string
  reference: string
  kind: string
  status: string
  amount: number
  refundedAmount?: number | null
  currency: string
  createdAt: string
  method?: { type?: string | null; brand?: string | null; last4?: string | null } | null
  allocations?: Allocation[] | null
  posting?: { status?: string | null } | null
  held?: string | null
}

export type Allocation = { invoice: number | string; invoiceNumber?: string | null; amount: number }

/** `Card visa •••• 4242` and the like; an em dash when nothing is known. */
export function methodText(method: Transaction['method']): string {
  if (!method?.type) return '—'
  const name = method.brand ?? (method.type === 'us_bank_account' ? 'Bank account' : method.type)
  return method.last4 ? `${name} •••• ${method.last4}` : name
}

/** A code such as `requires_action` for people. */
export function codeText(code: string | null | undefined): string {
  const text = (code ?? '').replaceAll('_', ' ')
  return text ? text.charAt(0).toUpperCase() + text.slice(1) : '—'
}

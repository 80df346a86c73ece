import { PortalError } from '../base/errors.ts'
import type { PortalOptions } from '../options/types.ts'
import type { Allocation } from './allocateOldestFirst.ts'
import { amountDue } from './amountDue.ts'
import { whyNotPayable } from './payability.ts'
import type { ScopedInvoice } from './readScopedInvoices.ts'

type Args = {
  allocations: readonly Allocation[]
  currency: string
  invoices: readonly ScopedInvoice[]
  accounts: PortalOptions['accounts']
}

function checkOne({ invoice, amount }: { invoice: ScopedInvoice; amount: number }, accounts: Args['accounts']): void {
  const reason = whyNotPayable(invoice, accounts)
  if (reason) throw new PortalError('invoice_not_payable', { data: { invoice: invoice.id, reason } })
  const due = amountDue(invoice)
  if (amount > due) throw new PortalError('amount_exceeds_due', { data: { invoice: invoice.id, amountDue: due } })
}

/** Trust money is a deposit for one client and matter. */
function checkTrust(first: ScopedInvoice, invoices: readonly ScopedInvoice[]): void {
  const isOneDeposit = invoices.every(
    ({ clientNumber, matterNumber }) =>
      clientNumber !== null &&
      matterNumber !== null &&
      clientNumber === first.clientNumber &&
      matterNumber === first.matterNumber,
  )
  if (!isOneDeposit) throw new PortalError('invoice_not_payable', { data: { invoice: first.id, reason: 'trust' } })
}

function isSame<Key extends keyof ScopedInvoice>(invoices: readonly ScopedInvoice[], key: Key): boolean {
  return invoices.every((invoice) => invoice[key] === invoices[0]?.[key])
}

/**
 * May these locked invoices be paid by one payment like this? Answers its account and source. Throws
 * `invoice_not_found`, `invoice_not_payable` (with the reason), `amount_exceeds_due`,
 * `mixed_currencies`, `mixed_accounts` or `mixed_sources`. Pure.
 */
export function checkAllocations({ allocations, currency, invoices, accounts }: Args): {
  account: string
  source: string
} {
  const byId = new Map(invoices.map((invoice) => [invoice.id, invoice]))
  const named = allocations.map(({ invoice: id, amount }) => {
    const invoice = byId.get(id)
    if (!invoice) throw new PortalError('invoice_not_found', { data: { invoice: id } })
    return { invoice, amount }
  })
  for (const one of named) checkOne(one, accounts)
  const chosen = named.map(({ invoice }) => invoice)
  const [first] = chosen
  if (!first?.account) throw new PortalError('invoice_not_found')
  if (!isSame(chosen, 'currency') || first.currency !== currency) throw new PortalError('mixed_currencies')
  if (!isSame(chosen, 'account')) throw new PortalError('mixed_accounts')
  if (!isSame(chosen, 'source')) throw new PortalError('mixed_sources')
  if (accounts[first.account]?.kind === 'trust') checkTrust(first, chosen)
  return { account: first.account, source: first.source }
}

import type { Payload } from 'payload'
import { poolOf } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'
import { portalOptions } from '../options/portalOptions.ts'
import { allocateOldestFirst } from './allocateOldestFirst.ts'
import { amountDue } from './amountDue.ts'
import { whyNotPayable } from './payability.ts'
import { readOpenInvoices, readScopedInvoices, type ScopedInvoice } from './readScopedInvoices.ts'

type Args = {
  payload: Payload
  payer: number
  amount: number
  currency: string
  account: string | null
  invoices: number[] | null
}

export type ProposedAllocation = { invoice: number; invoiceNumber: string | null; amount: number }

async function readCandidates({ payload, payer, currency, invoices: ids }: Args): Promise<ScopedInvoice[]> {
  if (!ids) return readOpenInvoices({ payload, payer, currency })
  const found = await readScopedInvoices({ tx: poolOf(payload), payload, payer, ids })
  const missing = ids.find((id) => !found.some((invoice) => invoice.id === id))
  if (missing !== undefined) throw new PortalError('invoice_not_found', { data: { invoice: missing } })
  return found.filter((invoice) => invoice.currency === currency)
}

/** Trust money is never allocated automatically. */
function isAllocatable({ payload, account }: Args, invoice: ScopedInvoice): boolean {
  const { accounts } = portalOptions(payload)
  if (whyNotPayable(invoice, accounts) || !invoice.account) return false
  return accounts[invoice.account]?.kind === 'operating' && (account === null || invoice.account === account)
}

/** One payment goes to one account of one billing system. Throws `account_required`. */
function onePayment(invoices: ScopedInvoice[]): ScopedInvoice[] {
  const accounts = [...new Set(invoices.map(({ account }) => account))].sort()
  if (accounts.length > 1) throw new PortalError('account_required', { data: { accounts } })
  const sources = [...new Set(invoices.map(({ source }) => source))].sort()
  return sources.length > 1 ? invoices.filter(({ source }) => source === sources[0]) : invoices
}

/**
 * What a payment of `amount` (minor units) would pay, oldest to newest, of what this payer may pay in one
 * payment. Changes nothing. Throws `account_required` when several accounts fit, `invoice_not_found`.
 */
export async function proposeAllocations(
  args: Args,
): Promise<{ allocations: ProposedAllocation[]; remainder: number }> {
  const candidates = onePayment((await readCandidates(args)).filter((invoice) => isAllocatable(args, invoice)))
  const numbers = new Map(candidates.map(({ id, number }) => [id, number]))
  const { allocations, remainder } = allocateOldestFirst({
    invoices: candidates.map((invoice) => ({ ...invoice, due: amountDue(invoice) })),
    amount: args.amount,
  })
  return {
    allocations: allocations.map((line) => ({ ...line, invoiceNumber: numbers.get(line.invoice) ?? null })),
    remainder,
  }
}

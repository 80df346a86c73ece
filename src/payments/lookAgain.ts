import type { Payload } from 'payload'
import { raiseAttention } from '../attention/raiseAttention.ts'
import { resolveAttention } from '../attention/resolveAttention.ts'
import { poolOf } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'
import { type Balances, refreshInvoices } from '../connect/fresh/refreshInvoices.ts'
import { portalOptions } from '../options/portalOptions.ts'
import type { PaymentRequest } from './PaymentRequest.ts'
import { readScopedInvoices } from './readScopedInvoices.ts'

type Args = { payload: Payload; payer: number; request: Pick<PaymentRequest, 'allocations'> }

type Told = { source: string; isStopped: boolean; isDoubted: boolean }

function messageOf({ source, isStopped, isDoubted }: Told): string {
  if (isDoubted)
    return `The billing source ${source} says of a great part of its open invoices that they are gone, when they were about to be paid. No payment of these is taken until a sync was run that is right.`
  const goesOn = isStopped
    ? 'No payment of its invoices is taken until it answers.'
    : 'Payments of its invoices go on within the amounts that were read last.'
  return `The billing source ${source} did not say how an invoice stands when it was about to be paid. ${goesOn}`
}

/** One item for each source, until a payment finds it answering again. */
async function tellStaff(payload: Payload, told: Told): Promise<void> {
  const { source } = told
  const message = messageOf(told)
  await raiseAttention(poolOf(payload), { kind: 'source_down', subject: source, source, message })
}

const WAS_READ = {
  name: 'payment-source-was-read',
  text: `select 1 from payer_portal_sync_runs where source = $1 and status = 'succeeded' limit 1`,
}

/**
 * Nothing reads the invoices of a source that was synced and is not configured any more: what they are open for is not known, and under
 * another key they may be there a second time. Invoices that a host keeps by itself were never synced.
 */
async function refuseUnread(payload: Payload, source: string): Promise<void> {
  if (portalOptions(payload).sources.some(({ key }) => key === source)) return
  const { rowCount } = await poolOf(payload).query({ ...WAS_READ, values: [source] })
  if (!rowCount) return
  const message = `An invoice of the billing source ${source}, which is not configured any more, was about to be paid. No payment of its invoices is taken.`
  await raiseAttention(poolOf(payload), { kind: 'source_down', subject: source, source, message })
  throw new PortalError('payments_paused')
}

/**
 * Has the billing system say how the invoices of a payment stand now, and answers whether it did. Only a payer's own
 * invoices are asked for, of one source; all others are refused later, under their locks. Throws `payments_paused` when the
 * amounts cannot be checked and the firm takes no payment then, when the invoices seem to be gone, or when the source is not configured any more.
 */
export async function lookAgain({ payload, payer, request: { allocations } }: Args): Promise<Balances> {
  const ids = allocations.map(({ invoice }) => invoice)
  const invoices = await readScopedInvoices({ tx: poolOf(payload), payload, payer, ids })
  const [source, ...others] = new Set(invoices.map((invoice) => invoice.source))
  if (!source || others.length > 0 || invoices.length !== ids.length) return 'known'
  await refuseUnread(payload, source)
  const { balances, isChecked, isDoubted = false } = await refreshInvoices({ payload, source, invoices: ids })
  if (!isChecked) return balances
  if (balances === 'fresh') {
    await resolveAttention(poolOf(payload), { kind: 'source_down', subject: source })
    return balances
  }
  const isStopped = isDoubted || portalOptions(payload).whenSourceDown === 'stop'
  await tellStaff(payload, { source, isStopped, isDoubted })
  if (isStopped) throw new PortalError('payments_paused')
  return balances
}

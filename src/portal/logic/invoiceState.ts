import type { Invoice } from '../api/types.ts'
import { isOverdue } from './formatDate.ts'

export type Tone = 'neutral' | 'good' | 'warn' | 'bad' | 'info'
export type State = { label: string; tone: Tone }

const REASONS: Readonly<Record<string, State & { text: string }>> = {
  view_only: { label: 'View only', tone: 'neutral', text: 'This invoice is shared with you to read only.' },
  held: {
    label: 'On hold',
    tone: 'warn',
    text: 'The firm has put this invoice on hold, so it cannot be paid at the moment.',
  },
  trust: {
    label: 'Trust deposit',
    tone: 'neutral',
    text: 'A deposit to a trust account is not paid here. Please contact the firm.',
  },
  credit: { label: 'Credit', tone: 'good', text: 'This is a credit in your favour. The firm will apply it.' },
  nothing_due: { label: 'Nothing due', tone: 'good', text: 'Nothing is due on this invoice.' },
  unknown_account: {
    label: 'Not payable here',
    tone: 'neutral',
    text: 'This invoice cannot be paid online. Please contact the firm.',
  },
  in_progress: { label: 'Payment in progress', tone: 'info', text: 'A payment of this invoice is in progress.' },
}

const OTHER = {
  label: 'Not payable here',
  tone: 'neutral',
  text: 'This invoice cannot be paid online at the moment.',
} as const

/** Why an invoice cannot be paid, in a sentence for the payer. Null when it can. */
export function reasonText(invoice: Pick<Invoice, 'payable' | 'reason'>): string | null {
  if (invoice.payable) return null
  return (REASONS[invoice.reason ?? ''] ?? OTHER).text
}

function settledState(invoice: Invoice): State | null {
  if (invoice.status === 'paid' && invoice.amountDue === 0) return { label: 'Paid', tone: 'good' }
  if (invoice.status === 'credit') return { label: 'Credit', tone: 'good' }
  return null
}

/** The marks beside an invoice: that it is overdue, why it is not payable, that a part is on its way. */
export function invoiceStates(invoice: Invoice, today: { timeZone?: string | null; now: Date }): State[] {
  const settled = settledState(invoice)
  if (settled) return [settled]
  const states: State[] = []
  if (invoice.amountDue > 0 && isOverdue(invoice.dueOn, today.timeZone, today.now))
    states.push({ label: 'Overdue', tone: 'bad' })
  if (!invoice.payable) states.push(REASONS[invoice.reason ?? ''] ?? OTHER)
  else if (invoice.pending > 0) states.push({ label: 'Part payment in progress', tone: 'info' })
  return states
}

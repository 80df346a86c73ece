import { dateText } from '../base/dateText.ts'
import { formatMoney } from '../base/money.ts'
import type { PortalInvoice } from '../invoices/PortalInvoice.ts'
import type { FirmLook } from '../settings/readFirmLook.ts'
import { renderDocument } from './renderDocument.ts'
import { amounts, facts } from './tables.ts'

const STATUS: Readonly<Record<string, string>> = { open: 'Open', paid: 'Paid', credit: 'Credit' }

const matterText = ({
  matterNumber,
  matterDescription,
}: {
  matterNumber: string | null
  matterDescription: string | null
}): string => [matterNumber, matterDescription].filter(Boolean).join(' · ')

function amountRows(invoice: PortalInvoice): [string, string][] {
  const money = (amount: number) => formatMoney(amount, invoice.currency)
  return [
    ...(invoice.total === null ? [] : [['Invoice total', money(invoice.total)] as [string, string]]),
    ['Balance', money(invoice.balance)],
    ...(invoice.pending > 0 ? [['Payments in progress', money(-invoice.pending)] as [string, string]] : []),
  ]
}

/** A summary of one invoice as a PDF: what the portal shows, all of it as text. */
export function renderInvoice({ invoice, firm }: { invoice: PortalInvoice; firm: FirmLook }): Promise<Buffer> {
  const matters = invoice.matters.length > 0 ? invoice.matters : [invoice]
  return renderDocument({
    firm,
    title: `Invoice summary ${invoice.number ?? ''}`.trim(),
    note: `A summary of the invoice as ${firm.name} shows it in its payment portal. It does not replace the invoice itself.`,
    content: (write) => [
      facts(write, [
        ['Client', [invoice.clientName, invoice.clientNumber && `(${invoice.clientNumber})`].filter(Boolean).join(' ')],
        [matters.length > 1 ? 'Matters' : 'Matter', matters.map(matterText).filter(Boolean).join('\n')],
        ['Issued on', dateText(invoice.issuedOn)],
        ['Due on', dateText(invoice.dueOn)],
        ['Status', STATUS[invoice.status] ?? invoice.status],
      ]),
      amounts(write, {
        head: ['Amounts', invoice.currency.toUpperCase()],
        rows: amountRows(invoice),
        total: ['Amount due', formatMoney(invoice.amountDue, invoice.currency)],
      }),
      ...(invoice.memo ? [write('Description', { bold: true, margin: [0, 0, 0, 4] }), write(invoice.memo)] : []),
    ],
  })
}

import { firmInstantText } from '../base/dateText.ts'
import { formatMoney } from '../base/money.ts'
import type { PortalTransaction } from '../history/readTransactions.ts'
import type { FirmLook } from '../settings/readFirmLook.ts'
import { renderDocument } from './renderDocument.ts'
import { amounts, facts } from './tables.ts'

const TITLES: Readonly<Record<string, string>> = {
  payment: 'Payment receipt',
  refund: 'Refund',
  return: 'Returned payment',
  dispute: 'Disputed payment',
  reversal: 'Reversal',
}

function methodText({ type, brand, last4 }: PortalTransaction['method']): string | null {
  const name = brand ?? type?.replaceAll('_', ' ')
  if (!name) return null
  const title = name.charAt(0).toUpperCase() + name.slice(1)
  return last4 ? `${title} ending in ${last4}` : title
}

type Args = { transaction: PortalTransaction; payerName: string; firm: FirmLook }

/** The receipt of one transaction as a PDF, made of what was recorded when it was paid. */
export function renderReceipt({ transaction, payerName, firm }: Args): Promise<Buffer> {
  const money = (amount: number) => formatMoney(amount, transaction.currency)
  const isReceived = transaction.kind === 'payment' || transaction.kind === 'reversal'
  const title = TITLES[transaction.kind] ?? 'Receipt'
  return renderDocument({
    firm,
    title,
    note: `${title} ${transaction.reference} of ${firm.name}.`,
    content: (write) => [
      facts(write, [
        ['Reference', transaction.reference],
        [isReceived ? 'Received from' : 'Payer', payerName],
        ['Date', firmInstantText(transaction.settledAt ?? transaction.createdAt, firm.timeZone)],
        ['Method', methodText(transaction.method)],
        [
          'Did not arrive',
          transaction.kind === 'refund' && transaction.cameBack ? `The money is with ${firm.name} again` : null,
        ],
        ['Refunded since', transaction.refundedAmount > 0 ? money(transaction.refundedAmount) : null],
      ]),
      amounts(write, {
        head: [isReceived ? 'Applied to' : 'Taken from', transaction.currency.toUpperCase()],
        rows: transaction.allocations.map(({ invoiceNumber, amount }) => [
          `Invoice ${invoiceNumber ?? ''}`.trim(),
          money(amount),
        ]),
        total: ['Total', money(transaction.amount)],
      }),
    ],
  })
}

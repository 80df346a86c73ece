import { Link } from 'wouter'
import type { Invoice } from '../api/types.ts'
import { formatDay } from '../logic/formatDate.ts'
import { invoiceStates, reasonText } from '../logic/invoiceState.ts'
import { parseAmount } from '../logic/parseAmount.ts'
import type { Ticked } from '../logic/selection.ts'
import { Badge } from '../parts/Badge.tsx'
import { Check, Field } from '../parts/Field.tsx'
import { Money } from '../parts/Money.tsx'

export const numberOf = (invoice: Pick<Invoice, 'number' | 'id'>): string => invoice.number ?? `#${invoice.id}`

function AboutMatter({ invoice }: { invoice: Invoice }) {
  const several = invoice.matters?.length ?? 0
  const matter = invoice.matterDescription ?? invoice.matterNumber
  return (
    <p className="pp-row-about">
      {invoice.clientName && <bdi>{invoice.clientName}</bdi>}
      {several > 1 && <span>{several} matters</span>}
      {several <= 1 && matter && <bdi>{matter}</bdi>}
    </p>
  )
}

function PayPart({ ticked, onText }: { ticked: Ticked; onText: (text: string) => void }) {
  const { invoice, text } = ticked
  return (
    <div className="pp-row-part">
      <Field
        label={`Pay now (${invoice.currency.toUpperCase()})`}
        aria-label={`Pay now on invoice ${numberOf(invoice)}, in ${invoice.currency.toUpperCase()}`}
        inputMode="decimal"
        autoComplete="off"
        value={text}
        onChange={onText}
        problem={parseAmount(text, invoice.currency, invoice.amountDue).problem}
      />
    </div>
  )
}

type InvoiceRowProps = {
  invoice: Invoice
  ticked: Ticked | undefined
  today: { timeZone?: string | null; now: Date }
  /** Whether the person pays at all; else the row is one to read. */
  canPay: boolean
  onToggle: () => void
  onText: (text: string) => void
}

/** One open invoice: a tick, what it is, when it is due, how much, and, once ticked, how much of it to pay. */
export function InvoiceRow({ invoice, ticked, today, canPay, onToggle, onText }: InvoiceRowProps) {
  const reason = reasonText(invoice)
  return (
    <li className={`pp-row${ticked ? ' pp-row-ticked' : ''}${canPay ? '' : ' pp-row-plain'}`}>
      <div className="pp-row-check">
        {canPay && invoice.payable && (
          <Check label={`Pay invoice ${numberOf(invoice)}`} isSelected={Boolean(ticked)} onChange={onToggle} />
        )}
      </div>
      <div className="pp-row-what">
        <Link href={`/invoices/${invoice.id}`} className="pp-row-number">
          Invoice <bdi>{numberOf(invoice)}</bdi>
        </Link>
        <AboutMatter invoice={invoice} />
      </div>
      <div className="pp-row-due">
        <span>{invoice.dueOn ? `Due ${formatDay(invoice.dueOn)}` : 'No due date'}</span>
        {invoiceStates(invoice, today).map((state) => (
          <Badge key={state.label} state={state} />
        ))}
      </div>
      <div className="pp-row-amount">
        <Money amount={invoice.amountDue} currency={invoice.currency} />
      </div>
      {reason && <p className="pp-row-reason">{reason}</p>}
      {ticked && <PayPart ticked={ticked} onText={onText} />}
    </li>
  )
}

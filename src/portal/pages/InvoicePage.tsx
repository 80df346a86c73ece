import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import { useLocation } from 'wouter'
import { minorToDecimal } from '../../base/money.ts'
import type { Invoice } from '../api/types.ts'
import { numberOf } from '../home/InvoiceRow.tsx'
import { InvoiceFacts } from '../invoice/InvoiceFacts.tsx'
import { payMemory } from '../logic/attempt.ts'
import { invoiceStates, reasonText } from '../logic/invoiceState.ts'
import { parseAmount } from '../logic/parseAmount.ts'
import { AmountsAge } from '../parts/AmountsAge.tsx'
import { Badge } from '../parts/Badge.tsx'
import { Button } from '../parts/Button.tsx'
import { Field } from '../parts/Field.tsx'
import { LooksOnly } from '../parts/LooksOnly.tsx'
import { Money } from '../parts/Money.tsx'
import { ErrorNotice } from '../parts/Notice.tsx'
import { PageHeading } from '../parts/PageHeading.tsx'
import { PdfLink } from '../parts/PdfLink.tsx'
import { Skeleton } from '../parts/Skeleton.tsx'
import { usePayer, usePortal } from '../state/PortalContext.tsx'
import { useAbilities } from '../state/useAbilities.ts'
import { useInvalidFocus } from '../state/useInvalidFocus.ts'
import { useMissing } from '../state/useMissing.ts'
import { useRemote } from '../state/useRemote.ts'

function PayThis({ invoice }: { invoice: Invoice }) {
  const payer = usePayer()
  const [, navigate] = useLocation()
  const [text, setText] = useState(minorToDecimal(invoice.amountDue, invoice.currency))
  const { amount, problem } = parseAmount(text, invoice.currency, invoice.amountDue)
  const missing = useMissing<'amount'>()
  const form = useInvalidFocus(missing.found)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    missing.check({ amount: problem }, go)
  }
  const go = () => {
    if (amount === null) return
    const lines = [{ invoice: invoice.id, number: invoice.number, amount }]
    payMemory(sessionStorage, payer.id).keepBasket({ currency: invoice.currency, account: invoice.account, lines })
    navigate('/pay')
  }
  return (
    <Form className="pp-form" onSubmit={submit} validationBehavior="aria" ref={form}>
      <Field
        label={`Amount to pay (${invoice.currency.toUpperCase()})`}
        inputMode="decimal"
        autoComplete="off"
        value={text}
        onChange={setText}
        problem={problem}
        help="Change it to pay a part."
      />
      <Button type="submit" look="primary" isWide>
        Pay this invoice
      </Button>
    </Form>
  )
}

function DuePanel({ invoice }: { invoice: Invoice }) {
  const { client, settings } = usePortal()
  const { canPay } = useAbilities()
  const reason = reasonText(invoice)
  return (
    <section className="pp-card pp-due" aria-label="Payment">
      <p className="pp-due-label">Amount due</p>
      <p className="pp-due-figure">
        <Money amount={invoice.amountDue} currency={invoice.currency} />
      </p>
      <p className="pp-badges">
        {invoiceStates(invoice, { timeZone: settings.timeZone, now: new Date() }).map((state) => (
          <Badge key={state.label} state={state} />
        ))}
      </p>
      {reason && <p className="pp-reason">{reason}</p>}
      {!reason && (canPay ? <PayThis key={invoice.amountDue} invoice={invoice} /> : <LooksOnly />)}
      <PdfLink href={client.invoicePdfUrl(invoice.id)} label="Invoice as PDF" isWide />
      <AmountsAge />
    </section>
  )
}

/** One invoice: what is due on it, what it is about, its PDF. */
export function InvoicePage({ id }: { id: string }) {
  const { client, settings } = usePortal()
  const { data: invoice, error, reload } = useRemote(`invoice ${id}`, (signal) => client.invoice(id, signal))
  const isMissing = error?.status === 404
  const title = invoice ? `Invoice ${numberOf(invoice)}` : 'Invoice'
  return (
    <>
      <PageHeading title={title} back={{ href: '/', label: 'Your invoices' }}>
        {invoice ? (
          <>
            Invoice <bdi>{numberOf(invoice)}</bdi>
          </>
        ) : (
          'Invoice'
        )}
      </PageHeading>
      {isMissing && (
        <p>
          This invoice does not exist, or is not shared with you. If you expected it here, please contact{' '}
          <bdi>{settings.firmName}</bdi>.
        </p>
      )}
      {!isMissing && <ErrorNotice error={error} onRetry={reload} />}
      {!invoice && !error && <Skeleton rows={2} height="card" />}
      {invoice && (
        <div className="pp-columns">
          <DuePanel invoice={invoice} />
          <InvoiceFacts invoice={invoice} />
        </div>
      )}
    </>
  )
}

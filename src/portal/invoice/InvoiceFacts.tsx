import type { ReactNode } from 'react'
import type { Invoice, Matter } from '../api/types.ts'
import { formatDay } from '../logic/formatDate.ts'
import { Money } from '../parts/Money.tsx'

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="pp-fact">
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function MatterText({ matter }: { matter: Matter }) {
  return (
    <>
      {matter.matterDescription && <bdi>{matter.matterDescription}</bdi>}
      {matter.matterDescription && matter.matterNumber && ' '}
      {matter.matterNumber && (
        <span className="pp-muted">
          (<bdi>{matter.matterNumber}</bdi>)
        </span>
      )}
    </>
  )
}

function Matters({ invoice }: { invoice: Invoice }) {
  const matters = invoice.matters ?? []
  if (matters.length > 0) {
    return (
      <Fact label="Matters">
        <ul className="pp-matters">
          {matters.map((matter) => (
            <li key={`${matter.matterNumber} ${matter.matterDescription}`}>
              <MatterText matter={matter} />
            </li>
          ))}
        </ul>
      </Fact>
    )
  }
  if (!invoice.matterNumber && !invoice.matterDescription) return null
  return (
    <Fact label="Matter">
      <MatterText matter={invoice} />
    </Fact>
  )
}

function Amounts({ invoice }: { invoice: Invoice }) {
  const { currency } = invoice
  return (
    <>
      {invoice.total !== null && (
        <Fact label="Invoice total">
          <Money amount={invoice.total} currency={currency} />
        </Fact>
      )}
      <Fact label="Open balance">
        <Money amount={invoice.balance} currency={currency} />
      </Fact>
      {invoice.pending > 0 && (
        <Fact label="Payments in progress">
          <Money amount={invoice.pending} currency={currency} />
        </Fact>
      )}
    </>
  )
}

/** What the billing system says about an invoice. All of it is plain text. */
export function InvoiceFacts({ invoice }: { invoice: Invoice }) {
  return (
    <section className="pp-card" aria-labelledby="pp-details">
      <h2 id="pp-details">Details</h2>
      <dl className="pp-facts">
        {invoice.clientName && (
          <Fact label="Client">
            <bdi>{invoice.clientName}</bdi>
            {invoice.clientNumber && (
              <span className="pp-muted">
                {' '}
                (<bdi>{invoice.clientNumber}</bdi>)
              </span>
            )}
          </Fact>
        )}
        <Matters invoice={invoice} />
        {invoice.issuedOn && <Fact label="Issued">{formatDay(invoice.issuedOn)}</Fact>}
        <Fact label="Due">{invoice.dueOn ? formatDay(invoice.dueOn) : 'No due date'}</Fact>
        <Amounts invoice={invoice} />
        {invoice.memo && (
          <Fact label="Note">
            <p className="pp-memo" dir="auto">
              {invoice.memo}
            </p>
          </Fact>
        )}
      </dl>
    </section>
  )
}

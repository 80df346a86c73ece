import { useState } from 'react'
import { LinkButton } from '../parts/Button.tsx'
import { ErrorNotice } from '../parts/Notice.tsx'
import { PageHeading } from '../parts/PageHeading.tsx'
import { Skeleton } from '../parts/Skeleton.tsx'
import { NotAnswered } from '../pay/NotAnswered.tsx'
import { PayForm } from '../pay/PayForm.tsx'
import { PaySummary } from '../pay/PaySummary.tsx'
import { usePayment } from '../pay/usePayment.ts'
import { usePortal } from '../state/PortalContext.tsx'
import { useRemote } from '../state/useRemote.ts'

type Payment = ReturnType<typeof usePayment>

function NothingChosen() {
  return (
    <div className="pp-empty">
      <p>Nothing is chosen to be paid.</p>
      <LinkButton href="/" look="primary">
        Choose invoices
      </LinkButton>
    </div>
  )
}

function Paying({ payment }: { payment: Payment }) {
  const { client, settings } = usePortal()
  const methods = useRemote('methods', (signal) => client.paymentMethods(signal))
  // Read once: it is forgotten when the payment is made, while this page still finishes it.
  const [basket] = useState(() => payment.memory.basket())
  if (!basket || basket.lines.length === 0) return <NothingChosen />
  if (!settings.gateway)
    return (
      <p>
        Payments are not taken here at the moment. Please contact <bdi>{settings.firmName}</bdi>.
      </p>
    )
  return (
    <div className="pp-columns">
      <PaySummary basket={basket} />
      <section className="pp-card" aria-labelledby="pp-how">
        <h2 id="pp-how">Payment</h2>
        {methods.isLoading && !methods.data && <Skeleton rows={3} height="row" />}
        {methods.error && !methods.data && <ErrorNotice error={methods.error} onRetry={methods.reload} />}
        {(methods.data || methods.error) && (
          <PayForm
            basket={basket}
            methods={methods.data?.docs.filter(({ needsConsent }) => !needsConsent) ?? []}
            payment={payment}
          />
        )}
      </section>
    </div>
  )
}

/** Pays what was chosen. */
export function PayPage() {
  const payment = usePayment()
  return (
    <>
      <PageHeading title="Pay" back={{ href: '/', label: 'Your invoices' }}>
        Pay
      </PageHeading>
      {payment.unanswered ? (
        <NotAnswered payment={payment} request={payment.unanswered.request} />
      ) : (
        <Paying payment={payment} />
      )}
    </>
  )
}

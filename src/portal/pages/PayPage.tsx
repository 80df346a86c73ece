import { useEffect, useState } from 'react'
import type { Basket } from '../logic/selection.ts'
import { FrozenNotice } from '../methods/FrozenNotice.tsx'
import { LinkButton } from '../parts/Button.tsx'
import { LooksOnly } from '../parts/LooksOnly.tsx'
import { ErrorNotice } from '../parts/Notice.tsx'
import { PageHeading } from '../parts/PageHeading.tsx'
import { Skeleton } from '../parts/Skeleton.tsx'
import { NotAnswered } from '../pay/NotAnswered.tsx'
import { PayForm } from '../pay/PayForm.tsx'
import { PaySummary } from '../pay/PaySummary.tsx'
import { usePayment } from '../pay/usePayment.ts'
import { usePortal } from '../state/PortalContext.tsx'
import { useAbilities } from '../state/useAbilities.ts'
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

/** The saved methods that this person can pay with: none while they are frozen, none that another person agreed to. */
function useMethods(payment: Payment) {
  const { client } = usePortal()
  const methods = useRemote('methods', (signal) => client.paymentMethods(signal))
  const { reload } = methods
  const isRefused = payment.error?.code === 'payment_methods_frozen'
  useEffect(() => {
    // They were frozen while this page stood here.
    if (isRefused) reload()
  }, [isRefused, reload])
  const frozenUntil = methods.data?.frozenUntil ?? null
  const usable = frozenUntil ? [] : (methods.data?.docs.filter(({ needsConsent }) => !needsConsent) ?? [])
  return { methods, frozenUntil, usable }
}

function Paying({ payment }: { payment: Payment }) {
  const { settings } = usePortal()
  const { methods, frozenUntil, usable } = useMethods(payment)
  // Read once: it is forgotten when the payment is made, while this page still finishes it.
  const [basket, setBasket] = useState(() => payment.memory.basket())
  const change = (next: Basket) => {
    payment.memory.keepBasket(next)
    payment.send.clear()
    setBasket(next)
  }
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
        {frozenUntil && <FrozenNotice until={frozenUntil} />}
        {(methods.data || methods.error) && (
          <PayForm
            key={frozenUntil ?? 'usable'}
            basket={basket}
            methods={usable}
            canSave={frozenUntil === null}
            payment={payment}
            onBasket={change}
          />
        )}
      </section>
    </div>
  )
}

/** Pays what was chosen. */
export function PayPage() {
  const payment = usePayment()
  const { canPay } = useAbilities()
  return (
    <>
      <PageHeading title="Pay" back={{ href: '/', label: 'Your invoices' }}>
        Pay
      </PageHeading>
      {!canPay && <LooksOnly />}
      {canPay && payment.unanswered && <NotAnswered payment={payment} request={payment.unanswered.request} />}
      {canPay && !payment.unanswered && <Paying payment={payment} />}
    </>
  )
}

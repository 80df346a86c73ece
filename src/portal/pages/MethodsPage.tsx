import { useState } from 'react'
import { AddMethod } from '../methods/AddMethod.tsx'
import { FrozenNotice } from '../methods/FrozenNotice.tsx'
import { MethodCard } from '../methods/MethodCard.tsx'
import { Button } from '../parts/Button.tsx'
import { Icon } from '../parts/Icon.tsx'
import { ErrorNotice } from '../parts/Notice.tsx'
import { PageHeading } from '../parts/PageHeading.tsx'
import { Skeleton } from '../parts/Skeleton.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { useAbilities } from '../state/useAbilities.ts'
import { useRemote } from '../state/useRemote.ts'

function Methods() {
  const { client, settings } = usePortal()
  const { canPay } = useAbilities()
  const [isAdding, setAdding] = useState(false)
  const methods = useRemote('methods', (signal) => client.paymentMethods(signal))
  const docs = methods.data?.docs
  const added = () => {
    setAdding(false)
    methods.reload()
  }
  return (
    <>
      <ErrorNotice error={methods.error} onRetry={methods.reload} />
      {methods.data?.frozenUntil && <FrozenNotice until={methods.data.frozenUntil} />}
      {!docs && !methods.error && <Skeleton rows={2} height="card" />}
      {docs?.length === 0 && !isAdding && (
        <div className="pp-empty">
          <Icon name="card" />
          <p>
            No payment method is saved.{canPay && !methods.data?.frozenUntil && ' Save one to pay with fewer steps.'}
          </p>
        </div>
      )}
      {docs && docs.length > 0 && (
        <ul className="pp-methods" aria-label="Saved payment methods">
          {docs.map((method) => (
            <MethodCard
              key={method.id}
              method={method}
              canChange={canPay && !methods.data?.frozenUntil}
              onChange={methods.reload}
            />
          ))}
        </ul>
      )}
      {isAdding && <AddMethod count={docs?.length ?? 0} onAdded={added} onClose={() => setAdding(false)} />}
      {canPay && !isAdding && settings.gateway && docs && !methods.data?.frozenUntil && (
        <div className="pp-more">
          <Button look="primary" onPress={() => setAdding(true)}>
            Add a payment method
          </Button>
        </div>
      )}
    </>
  )
}

/** The payer's kept cards and bank accounts, for whoever may pay with them. */
export function MethodsPage() {
  const { seesMethods } = useAbilities()
  return (
    <>
      <PageHeading title="Payment methods">Payment methods</PageHeading>
      {seesMethods ? <Methods /> : <p>Only people who may pay see the saved payment methods.</p>}
    </>
  )
}

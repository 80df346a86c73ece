import { AddMethod } from '../methods/AddMethod.tsx'
import { FrozenNotice } from '../methods/FrozenNotice.tsx'
import { MethodCard } from '../methods/MethodCard.tsx'
import { Button } from '../parts/Button.tsx'
import { Icon } from '../parts/Icon.tsx'
import { ErrorNotice } from '../parts/Notice.tsx'
import { PageHeading } from '../parts/PageHeading.tsx'
import { Said } from '../parts/Said.tsx'
import { Skeleton } from '../parts/Skeleton.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { useAbilities } from '../state/useAbilities.ts'
import { useInPlace } from '../state/useInPlace.ts'
import { useRemote } from '../state/useRemote.ts'
import { useSaid } from '../state/useSaid.ts'

function Methods() {
  const { client, settings } = usePortal()
  const { canPay } = useAbilities()
  const form = useInPlace()
  const said = useSaid()
  const methods = useRemote('methods', (signal) => client.paymentMethods(signal))
  const docs = methods.data?.docs
  const changed = (text: string) => {
    form.finish()
    said.say(text)
    methods.reload()
  }
  const begin = () => {
    said.clear()
    form.open()
  }
  return (
    <>
      <Said of={said} />
      <ErrorNotice error={methods.error} onRetry={methods.reload} />
      {methods.data?.frozenUntil && <FrozenNotice until={methods.data.frozenUntil} />}
      {!docs && !methods.error && <Skeleton rows={2} height="card" />}
      {docs?.length === 0 && !form.isOpen && (
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
              onChange={changed}
            />
          ))}
        </ul>
      )}
      {form.isOpen && <AddMethod count={docs?.length ?? 0} onAdded={changed} onClose={form.close} />}
      {canPay && !form.isOpen && settings.gateway && docs && !methods.data?.frozenUntil && (
        <div className="pp-more">
          <Button look="primary" onPress={begin} autoFocus={form.isReturning}>
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

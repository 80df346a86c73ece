import { useState } from 'react'
import type { PaymentMethod } from '../api/types.ts'
import { methodLabel } from '../logic/transactionState.ts'
import { Badge } from '../parts/Badge.tsx'
import { Button } from '../parts/Button.tsx'
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx'
import { Icon } from '../parts/Icon.tsx'
import { ErrorNotice } from '../parts/Notice.tsx'
import { expiryOf } from '../pay/MethodChoice.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { type Action, useAction } from '../state/useAction.ts'

function useMethodActions({
  method,
  onChange,
  onRemoved,
}: Pick<MethodCardProps, 'method' | 'onChange'> & { onRemoved: () => void }) {
  const { client } = usePortal()
  const label = methodLabel(method)
  const makeDefault = useAction(async () => {
    await client.makeDefault(method.id)
    onChange(`${label} is now the default.`)
  })
  const remove = useAction(async () => {
    await client.removePaymentMethod(method.id)
    onRemoved()
    onChange(`${label} is removed.`)
  })
  const consent = useAction(async () => {
    await client.consentTo(method.id)
    onChange(`You agreed to use ${label}.`)
  })
  return { label, makeDefault, remove, consent }
}

/** Asks this person to agree to a method that somebody else agreed to keep. */
function Consent({ label, consent }: { label: string; consent: Action<[]> }) {
  const { settings } = usePortal()
  return (
    <div className="pp-method-consent">
      <p className="pp-help">Before you can pay with it, please agree: {settings.consent.text}</p>
      <ErrorNotice error={consent.error} />
      <Button onPress={() => consent.run()} isPending={consent.isPending} aria-label={`I agree: ${label}`}>
        I agree
      </Button>
    </div>
  )
}

/** `canChange`: whether this person may do anything with saved methods at the moment. */
type MethodCardProps = { method: PaymentMethod; canChange: boolean; onChange: (said: string) => void }

/** One kept method: what it is, and what can be done with it. */
export function MethodCard({ method, canChange, onChange }: MethodCardProps) {
  const [isAsking, setAsking] = useState(false)
  const { label, makeDefault, remove, consent } = useMethodActions({
    method,
    onChange,
    onRemoved: () => setAsking(false),
  })
  const expiry = expiryOf(method)
  return (
    <li className="pp-card pp-method">
      <Icon name={method.type === 'us_bank_account' ? 'bank' : 'card'} />
      <div className="pp-method-text">
        <h2>{label}</h2>
        <p className="pp-muted">{expiry ? `Expires ${expiry}` : 'Bank account'}</p>
      </div>
      {method.isDefault && <Badge state={{ label: 'Default', tone: 'good' }} />}
      {canChange && (
        <div className="pp-actions">
          {!method.isDefault && !method.needsConsent && (
            <Button
              onPress={() => makeDefault.run()}
              isPending={makeDefault.isPending}
              aria-label={`Make default: ${label}`}
            >
              Make default
            </Button>
          )}
          <Button look="quiet" onPress={() => setAsking(true)} aria-label={`Remove ${label}`}>
            Remove
          </Button>
        </div>
      )}
      <ErrorNotice error={makeDefault.error} />
      {canChange && method.needsConsent && <Consent label={label} consent={consent} />}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title="Remove this payment method?"
        confirm="Remove"
        action={remove}
      >
        <p>{label} can then no longer be used here. Payments that are already on their way are not affected.</p>
      </ConfirmDialog>
    </li>
  )
}

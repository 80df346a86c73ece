import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Form } from 'react-aria-components'
import { formatMoney } from '../../base/money.ts'
import type { PaymentMethod, PaymentRequest } from '../api/types.ts'
import { type Basket, totalOf } from '../logic/selection.ts'
import { Button } from '../parts/Button.tsx'
import { Check } from '../parts/Field.tsx'
import { Icon } from '../parts/Icon.tsx'
import { Notice } from '../parts/Notice.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { chosenId, MethodChoice, NEW_METHOD, proposedMethod } from './MethodChoice.tsx'
import { type Collect, NewMethod } from './NewMethod.tsx'
import { isOutdated, PayProblem } from './PayProblem.tsx'
import { useGateway } from './useGateway.ts'
import type { usePayment } from './usePayment.ts'

type PayFormProps = {
  basket: Basket
  methods: PaymentMethod[]
  /** Whether a new method can be kept: not while saved ones are frozen. */
  canSave: boolean
  payment: ReturnType<typeof usePayment>
  /** What is to be paid instead, after the amounts changed. */
  onBasket: (basket: Basket) => void
}

const bodyOf = (basket: Basket) => ({
  amount: totalOf(basket),
  currency: basket.currency,
  allocations: basket.lines.map(({ invoice, amount }) => ({ invoice, amount })),
})

/** Holds the form: which method, whether to keep a new one, and what stops it before anything is sent. */
function usePayForm({ basket, methods, payment }: PayFormProps) {
  const [choice, setChoice] = useState(() => proposedMethod(methods))
  const [isSaved, setSaved] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [isCollecting, setCollecting] = useState(false)
  const collector = useRef<Collect | null>(null)
  const collect = async (): Promise<PaymentRequest | null> => {
    const kept = chosenId(methods, choice)
    if (kept !== null) return { ...bodyOf(basket), paymentMethod: kept }
    const collected = await collector.current?.()
    setProblem(collected ? collected.problem : 'The payment form is not ready yet. Please wait a moment.')
    return collected?.confirmationToken
      ? { ...bodyOf(basket), confirmationToken: collected.confirmationToken, savePaymentMethod: isSaved }
      : null
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isCollecting || payment.send.isPending) return
    setProblem(null)
    payment.send.clear()
    setCollecting(true)
    collect()
      .then((request) => request && payment.send.run(request))
      .catch(() => setProblem('The payment form did not answer. Please try again.'))
      .finally(() => setCollecting(false))
  }
  return {
    choice,
    setChoice,
    isSaved,
    setSaved,
    problem,
    collector,
    submit,
    isPending: isCollecting || payment.send.isPending,
  }
}

function SaveForLater({ isSaved, onChange }: { isSaved: boolean; onChange: (isSaved: boolean) => void }) {
  const { consent } = usePortal().settings
  return (
    <div className="pp-consent">
      <Check isSelected={isSaved} onChange={onChange}>
        Save this for later
      </Check>
      <p className="pp-help">{consent.text}</p>
    </div>
  )
}

/** The button that pays has the focus when it comes back after amounts had changed: the one that was pressed is gone. */
function useFocusAgain(isGone: boolean) {
  const form = useRef<HTMLFormElement>(null)
  const before = useRef(isGone)
  useEffect(() => {
    if (before.current && !isGone) form.current?.querySelector<HTMLElement>('button[type=submit]')?.focus()
    before.current = isGone
  }, [isGone])
  return form
}

/** Chooses how to pay, and pays. A decline leaves everything in place for another try. */
export function PayForm(props: PayFormProps) {
  const { basket, methods, canSave, payment, onBasket } = props
  const { settings } = usePortal()
  const form = usePayForm(props)
  const isNew = form.choice === NEW_METHOD
  const gateway = useGateway(settings.gateway, isNew)
  const total = formatMoney(totalOf(basket), basket.currency)
  const hasChanged = isOutdated(payment.error)
  return (
    <Form ref={useFocusAgain(hasChanged)} className="pp-form" onSubmit={form.submit}>
      {methods.length > 0 && <MethodChoice methods={methods} value={form.choice} onChange={form.setChoice} />}
      {isNew && (
        <>
          <NewMethod
            gateway={gateway}
            collector={form.collector}
            wanted={{ mode: 'payment', amount: totalOf(basket), currency: basket.currency, isSaved: form.isSaved }}
          />
          {canSave && <SaveForLater isSaved={form.isSaved} onChange={form.setSaved} />}
        </>
      )}
      {form.problem && (
        <Notice tone="bad">
          <p>{form.problem}</p>
        </Notice>
      )}
      <PayProblem error={payment.error} basket={basket} onBasket={onBasket} />
      {!hasChanged && (
        <Button type="submit" look="primary" isWide isPending={form.isPending || gateway.isLoading}>
          Pay {total}
        </Button>
      )}
      <p className="pp-secure">
        <Icon name="lock" />
        Card and bank details go straight to our payment processor. We never see them.
      </p>
    </Form>
  )
}

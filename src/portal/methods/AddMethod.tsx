import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Form } from 'react-aria-components'
import type { PortalClient } from '../api/portalClient.ts'
import { RequestError } from '../api/RequestError.ts'
import { Button } from '../parts/Button.tsx'
import { Check } from '../parts/Field.tsx'
import { ErrorNotice } from '../parts/Notice.tsx'
import { type Collect, NewMethod } from '../pay/NewMethod.tsx'
import { useGateway } from '../pay/useGateway.ts'
import { useNextAction } from '../pay/usePayment.ts'
import { usePortal } from '../state/PortalContext.tsx'
import { useAction } from '../state/useAction.ts'
import { useInvalidFocus } from '../state/useInvalidFocus.ts'
import { useMissing } from '../state/useMissing.ts'

/** The processor offers the kinds of methods that fit a currency; bank accounts exist for this one only. */
const SETUP_CURRENCY = 'usd'

const formProblem = (message: string): RequestError => new RequestError({ code: 'form', status: 400, message })

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** After the bank's check the processor tells the server, not the page: looks until the new method is there, for some seconds. */
async function untilKept(client: PortalClient, count: number): Promise<void> {
  for (let look = 0; look < 8; look += 1) {
    const { docs } = await client.paymentMethods()
    if (docs.length > count) return
    await wait(1000)
  }
}

function useAdd(count: number, onAdded: (said: string) => void) {
  const { client } = usePortal()
  const nextAction = useNextAction()
  const collector = useRef<Collect | null>(null)
  const action = useAction(async () => {
    const collected = await collector.current?.()
    if (!collected?.confirmationToken)
      throw formProblem(collected?.problem ?? 'The form is not ready yet. Please wait a moment.')
    const { clientSecret } = await client.addPaymentMethod({
      confirmationToken: collected.confirmationToken,
      consent: true,
    })
    const problem = await nextAction(clientSecret)
    if (problem) throw formProblem(problem)
    if (clientSecret) await untilKept(client, count)
    onAdded('The payment method is saved.')
  })
  return { collector, action }
}

type Props = { count: number; onAdded: (said: string) => void; onClose: () => void }

/** Keeps a new method for later, which needs the payer's consent. */
export function AddMethod({ count, onAdded, onClose }: Props) {
  const { settings } = usePortal()
  const [hasAgreed, setAgreed] = useState(false)
  const { collector, action } = useAdd(count, onAdded)
  const gateway = useGateway(settings.gateway, true)
  const heading = useRef<HTMLHeadingElement>(null)
  // The button that was pressed is gone.
  useEffect(() => heading.current?.focus(), [])
  const missing = useMissing<'consent'>()
  const form = useInvalidFocus(missing.found)
  const agree = (isOn: boolean) => {
    setAgreed(isOn)
    missing.clear()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    missing.check({ consent: hasAgreed ? null : 'Tick this to let it be saved.' }, action.run)
  }
  return (
    <section className="pp-card" aria-labelledby="pp-add">
      <h2 id="pp-add" ref={heading} tabIndex={-1}>
        Add a card or bank account
      </h2>
      <Form className="pp-form" onSubmit={submit} ref={form}>
        <NewMethod gateway={gateway} collector={collector} wanted={{ mode: 'setup', currency: SETUP_CURRENCY }} />
        <div className="pp-consent">
          <Check isSelected={hasAgreed} onChange={agree} problem={missing.of('consent')}>
            I agree that this is saved
          </Check>
          <p className="pp-help">{settings.consent.text}</p>
        </div>
        <ErrorNotice error={action.error} />
        <div className="pp-actions">
          <Button type="submit" look="primary" isPending={action.isPending || gateway.isLoading}>
            Save
          </Button>
          <Button onPress={onClose} isDisabled={action.isPending}>
            Close
          </Button>
        </div>
      </Form>
    </section>
  )
}

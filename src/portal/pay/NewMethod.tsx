import { Elements, PaymentElement, useElements, useStripe } from '@stripe/react-stripe-js'
import type { StripeElementsOptions } from '@stripe/stripe-js'
import { type RefObject, useEffect, useMemo, useState } from 'react'
import { Button } from '../parts/Button.tsx'
import { Notice } from '../parts/Notice.tsx'
import { Skeleton } from '../parts/Skeleton.tsx'
import { useDarkMode } from '../state/useDarkMode.ts'
import { appearanceOf, readProperty } from './appearance.ts'
import type { GatewayState } from './useGateway.ts'

export type Collected = { confirmationToken: string; problem: null } | { confirmationToken: null; problem: string }

/** Checks the form and turns what was typed into a token. Card data never comes near our page or server. */
export type Collect = () => Promise<Collected>

const no = (problem: string | undefined): Collected => ({
  confirmationToken: null,
  problem: problem ?? 'Please check the payment details.',
})

function useCollect(collector: RefObject<Collect | null>): void {
  const stripe = useStripe()
  const elements = useElements()
  useEffect(() => {
    collector.current = async () => {
      if (!stripe || !elements) return no('The payment form is not ready yet. Please try again in a moment.')
      const checked = await elements.submit()
      if (checked.error) return no(checked.error.message)
      const { confirmationToken, error } = await stripe.createConfirmationToken({ elements })
      return confirmationToken ? { confirmationToken: confirmationToken.id, problem: null } : no(error?.message)
    }
    return () => {
      collector.current = null
    }
  }, [collector, stripe, elements])
}

function Form({ collector }: { collector: RefObject<Collect | null> }) {
  const [isReady, setReady] = useState(false)
  const [hasFailed, setFailed] = useState(false)
  useCollect(collector)
  return (
    <div className="pp-element">
      {!isReady && !hasFailed && <Skeleton rows={3} height="row" />}
      {hasFailed && (
        <Notice tone="bad">
          <p>The payment form could not be loaded. Please reload the page.</p>
        </Notice>
      )}
      <PaymentElement onReady={() => setReady(true)} onLoadError={() => setFailed(true)} options={{ layout: 'tabs' }} />
    </div>
  )
}

export type ElementFor =
  | { mode: 'payment'; amount: number; currency: string; isSaved: boolean }
  | { mode: 'setup'; currency: string }

function optionsFor(wanted: ElementFor, isDark: boolean): StripeElementsOptions {
  const appearance = appearanceOf(isDark, readProperty)
  if (wanted.mode === 'setup') return { mode: 'setup', currency: wanted.currency, appearance }
  // What the form collects has to agree with what the server asks for: a method to keep is collected as one.
  return {
    mode: 'payment',
    amount: wanted.amount,
    currency: wanted.currency,
    setupFutureUsage: wanted.isSaved ? 'off_session' : null,
    appearance,
  }
}

/** The processor's own form for a card or a bank account, in its own frame, with a way on when it does not load. */
export function NewMethod({
  gateway,
  wanted,
  collector,
}: {
  gateway: GatewayState
  wanted: ElementFor
  collector: RefObject<Collect | null>
}) {
  const isDark = useDarkMode()
  const { mode, currency } = wanted
  const amount = wanted.mode === 'payment' ? wanted.amount : 0
  const isSaved = wanted.mode === 'payment' && wanted.isSaved
  const options = useMemo(
    () => optionsFor(mode === 'setup' ? { mode, currency } : { mode, currency, amount, isSaved }, isDark),
    [mode, currency, amount, isSaved, isDark],
  )
  if (gateway.hasFailed) {
    return (
      <Notice
        tone="bad"
        title="The payment form could not be loaded"
        actions={<Button onPress={gateway.retry}>Try again</Button>}
      >
        <p>
          Something between you and our payment processor blocks it, an ad blocker perhaps. Saved payment methods still
          work.
        </p>
      </Notice>
    )
  }
  if (!gateway.stripe)
    return (
      <div className="pp-element">
        <Skeleton rows={3} height="row" />
      </div>
    )
  return (
    <Elements stripe={gateway.stripe} options={options}>
      <Form collector={collector} />
    </Elements>
  )
}

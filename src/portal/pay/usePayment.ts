import { useMemo, useState } from 'react'
import { useLocation } from 'wouter'
import { RequestError } from '../api/RequestError.ts'
import type { PaymentAnswer, PaymentRequest, Transaction } from '../api/types.ts'
import { type Attempt, newAttempt, payMemory } from '../logic/attempt.ts'
import { endsAttempt } from '../logic/endsAttempt.ts'
import { usePayer, usePortal } from '../state/PortalContext.tsx'
import { useAction } from '../state/useAction.ts'
import { asRequestError } from '../state/useRemote.ts'
import { loadGateway } from './loadGateway.ts'

/** Lets the browser finish what the bank asks for. Answers what went wrong, for people; the server is asked afterwards how it ended. */
export function useNextAction() {
  const { settings } = usePortal()
  return async (clientSecret: string | null | undefined): Promise<string | null> => {
    if (!clientSecret || !settings.gateway) return null
    const stripe = await loadGateway(settings.gateway).catch(() => {
      throw new RequestError({
        code: 'form_missing',
        status: 503,
        message: 'Your bank’s check could not be loaded. Please try again.',
      })
    })
    const { error } = await stripe.handleNextAction({ clientSecret })
    return error ? (error.message ?? 'Your bank did not confirm this.') : null
  }
}

function declined(transaction: Transaction): RequestError {
  const message = transaction.failure?.message ?? 'The payment was declined. Please try another payment method.'
  return new RequestError({ code: 'payment_declined', status: 402, message, data: { transaction } })
}

/** Goes on from the server's answer: to the bank's check when it asks for one, then to the payment's own page. */
function useFollow() {
  const nextAction = useNextAction()
  const { announce } = usePortal()
  const [, navigate] = useLocation()
  return async ({ transaction, clientSecret }: PaymentAnswer): Promise<void> => {
    if (transaction.status === 'failed') throw declined(transaction)
    if (clientSecret) {
      announce('Your bank asks you to confirm the payment.')
      // Without its script the check cannot be shown here: the payment's page offers to go on later.
      await nextAction(clientSecret).catch(() => undefined)
    }
    navigate(`/payments/${transaction.id}${clientSecret ? '?check=1' : ''}`, { replace: true })
  }
}

/**
 * Sends payments. What was sent is remembered until the server gave a clear answer, and until then only
 * the very same request goes out again, under the same Idempotency-Key.
 */
export function usePayment() {
  const { client } = usePortal()
  const payer = usePayer()
  const memory = useMemo(() => payMemory(sessionStorage, payer.id), [payer.id])
  const [unanswered, setUnanswered] = useState<Attempt | null>(() => memory.attempt())
  const follow = useFollow()
  const forget = () => {
    memory.forgetAttempt()
    setUnanswered(null)
  }
  const send = async (attempt: Attempt, isRepeat: boolean): Promise<void> => {
    memory.keepAttempt(attempt)
    const answer = await client.pay(attempt.request, attempt.key).catch((cause: unknown) => {
      const error = asRequestError(cause)
      if (endsAttempt(error, isRepeat)) forget()
      else setUnanswered(attempt)
      throw error
    })
    forget()
    if (answer.transaction.status !== 'failed') memory.forgetBasket()
    await follow(answer)
  }
  const first = useAction((request: PaymentRequest) => send(newAttempt(request), false))
  const again = useAction(async () => {
    if (unanswered) await send(unanswered, true)
  })
  return { memory, unanswered, send: first, repeat: again, error: first.error ?? again.error }
}

import type { Stripe } from '@stripe/stripe-js'
import { useCallback, useEffect, useState } from 'react'
import type { GatewaySettings } from '../api/types.ts'
import { loadGateway } from './loadGateway.ts'

export type GatewayState = { stripe: Stripe | null; isLoading: boolean; hasFailed: boolean; retry: () => void }

/** The processor's script for a form in the page, loaded when `isWanted`. */
export function useGateway(gateway: GatewaySettings | null, isWanted: boolean): GatewayState {
  const [stripe, setStripe] = useState<Stripe | null>(null)
  const [hasFailed, setFailed] = useState(false)
  const [round, setRound] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round is a wish to try again
  useEffect(() => {
    if (!gateway || !isWanted || stripe) return
    let isGone = false
    loadGateway(gateway).then(
      (loaded) => isGone || setStripe(loaded),
      () => isGone || setFailed(true),
    )
    return () => {
      isGone = true
    }
  }, [gateway, isWanted, stripe, round])
  const retry = useCallback(() => {
    setFailed(false)
    setRound((count) => count + 1)
  }, [])
  return { stripe, isLoading: Boolean(gateway) && isWanted && !stripe && !hasFailed, hasFailed, retry }
}

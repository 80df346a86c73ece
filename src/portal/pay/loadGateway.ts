import type { Stripe } from '@stripe/stripe-js'
import { loadStripe } from '@stripe/stripe-js/pure/index.js'
import type { GatewaySettings } from '../api/types.ts'

const PATIENCE = 20_000

/** Adds a script element and waits for it. A failed one is taken away again, so that the next try asks anew. */
function addScript(src: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = src
    script.addEventListener('load', () => resolve())
    script.addEventListener('error', () => {
      script.remove()
      reject(new Error('The payment form could not be loaded.'))
    })
    document.head.append(script)
  })
}

function patiently<Value>(work: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The payment form takes too long to load.')), PATIENCE)
  })
  return Promise.race([work, limit]).finally(() => clearTimeout(timer))
}

async function load(gateway: GatewaySettings): Promise<Stripe> {
  // Where the settings name a script, it defines window.Stripe, which the loader then takes as it is.
  if (gateway.scriptUrl && !('Stripe' in window)) await addScript(gateway.scriptUrl)
  const stripe = await loadStripe(gateway.publishableKey)
  if (!stripe) throw new Error('The payment form could not be loaded.')
  return stripe
}

/** Loads the processor's script, only once a page needs it. Throws when it does not come; the next call tries again. */
export const loadGateway = (gateway: GatewaySettings): Promise<Stripe> => patiently(load(gateway))

import Stripe from 'stripe'
import type { StripeGatewayOptions } from './checkStripeOptions.ts'

/** Three attempts end within the lease of a payment (60 s), so that nobody else takes it up meanwhile. */
const TIMEOUT_MS = 15_000
const RETRIES = 2

function addressOf(apiBase: string | undefined): Pick<Stripe.StripeConfig, 'host' | 'port' | 'protocol'> {
  if (!apiBase) return {}
  const { protocol, hostname, port } = new URL(apiBase)
  const isHttps = protocol === 'https:'
  return { host: hostname, port: port || (isHttps ? '443' : '80'), protocol: isHttps ? 'https' : 'http' }
}

/** The SDK with our timeouts. It adds nothing to what is asked of it: no telemetry. */
export function createStripeClient({ secretKey, apiBase }: StripeGatewayOptions): Stripe {
  return new Stripe(secretKey, {
    ...addressOf(apiBase),
    maxNetworkRetries: RETRIES,
    timeout: TIMEOUT_MS,
    telemetry: false,
  })
}

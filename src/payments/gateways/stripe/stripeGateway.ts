import type { PaymentGateway } from '../../PaymentGateway.ts'
import { checkStripeOptions, type StripeGatewayOptions } from './checkStripeOptions.ts'
import { createStripeClient } from './createStripeClient.ts'
import { createStripeDisputes } from './createStripeDisputes.ts'
import { createStripeMethods } from './createStripeMethods.ts'
import { createStripePayments } from './createStripePayments.ts'
import { createStripeRefunds } from './createStripeRefunds.ts'
import { minimumStripeAmount } from './minimumStripeAmount.ts'
import { readStripeEvent } from './readStripeEvent.ts'
import { stripeAmountStep } from './stripeAmounts.ts'

const STRIPE_HOSTS = {
  script: ['https://js.stripe.com', 'https://*.js.stripe.com'],
  frame: ['https://js.stripe.com', 'https://*.js.stripe.com', 'https://hooks.stripe.com'],
  connect: ['https://api.stripe.com'],
}

function contentSecurity({ apiBase, scriptUrl }: StripeGatewayOptions): PaymentGateway['contentSecurity'] {
  if (!scriptUrl) return STRIPE_HOSTS
  const script = new URL(scriptUrl).origin
  return {
    script: [script],
    frame: [script],
    connect: [...new Set([script, ...(apiBase ? [new URL(apiBase).origin] : [])])],
  }
}

/**
 * Takes payments through Stripe. The server confirms; the page only collects the method with Stripe's
 * own script, so card data never reaches the host. Throws an Error that names the option when a key is
 * missing or malformed, when test and live keys are mixed, or when a live key is combined with another
 * address than Stripe's.
 */
export function stripeGateway(options: StripeGatewayOptions): PaymentGateway {
  const { isLive } = checkStripeOptions(options)
  const stripe = createStripeClient(options)
  return {
    key: 'stripe',
    client: {
      kind: 'stripe',
      publishableKey: options.publishableKey,
      scriptUrl: options.scriptUrl ?? null,
      apiUrl: options.scriptUrl ? (options.apiBase ?? null) : null,
    },
    contentSecurity: contentSecurity(options),
    minimumAmount: minimumStripeAmount,
    amountStep: stripeAmountStep,
    ...createStripePayments(stripe),
    ...createStripeRefunds(stripe),
    ...createStripeDisputes(stripe),
    ...createStripeMethods(stripe),
    readEvent: ({ body, signature }) =>
      readStripeEvent(stripe, { body, signature, secret: options.webhookSecret, isLive }),
  }
}

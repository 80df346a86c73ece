import type Stripe from 'stripe'
import type { Fake } from '../api/Fake.ts'

type Ways = { return_url?: string; use_stripe_sdk?: boolean; confirmation_token?: string; isPublishable: boolean }
type Action = {
  type: string
  redirect_to_url?: { return_url: string | null; url: string | null }
  use_stripe_sdk?: Stripe.PaymentIntent.NextAction.UseStripeSdk
}

/** How the payer goes on with 3-D Secure: by Stripe.js in the page, or over a redirect when the page has not said that it uses Stripe.js. */
export function nextAction(fake: Fake, intent: { client_secret: string | null }, ways: Ways): Action {
  if (ways.use_stripe_sdk || ways.isPublishable || ways.confirmation_token || !ways.return_url) {
    return { type: 'use_stripe_sdk', use_stripe_sdk: {} }
  }
  const query = new URLSearchParams({ client_secret: intent.client_secret ?? '', return_url: ways.return_url })
  const url = `${fake.baseUrl()}/elements/authenticate.html?${query}`
  return { type: 'redirect_to_url', redirect_to_url: { return_url: ways.return_url, url } }
}

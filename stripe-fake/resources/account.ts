import type Stripe from 'stripe'
import { type Route, route } from '../api/route.ts'

function account(created: number): Stripe.Account {
  return {
    id: 'acct_1StandInForStripe00',
    object: 'account',
    business_profile: null,
    business_type: 'company',
    charges_enabled: true,
    country: 'US',
    created,
    default_currency: 'usd',
    details_submitted: true,
    email: null,
    payouts_enabled: true,
    settings: null,
    type: 'standard',
  }
}

export const accountRoutes: Route[] = [
  route('GET /v1/account', { params: 'AccountRetrieve', answer: 'Account' }, () => account(1_700_000_000)),
]

import type Stripe from 'stripe'
import type { Fake } from '../api/Fake.ts'
import { type Route, route } from '../api/route.ts'
import { missing } from '../api/StripeFault.ts'
import { newId } from '../state/newId.ts'
import { factOf } from './paymentMethods.ts'

/** The payer's permission for bank debits from `method`. */
export function createMandate(fake: Fake, method: Stripe.PaymentMethod): Stripe.Mandate {
  fake.store.put('methodFact', { ...factOf(fake, method), isSetUp: true })
  return fake.store.put('mandate', {
    id: newId('mandate'),
    object: 'mandate',
    customer_acceptance: {
      accepted_at: fake.store.now(),
      online: { ip_address: null, user_agent: null },
      type: 'online',
    },
    livemode: false,
    multi_use: {},
    payment_method: method.id,
    payment_method_details: { type: method.type, us_bank_account: { collection_method: 'paper' } },
    status: 'active',
    type: 'multi_use',
  })
}

export const mandateRoutes: Route[] = [
  route('GET /v1/mandates/:id', { params: 'MandateRetrieve', answer: 'Mandate' }, ({ fake, id }) => {
    const found = fake.store.get('mandate', id)
    if (!found) throw missing('mandate', id)
    return found
  }),
]

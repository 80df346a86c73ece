import type Stripe from 'stripe'
import type { Fake } from '../api/Fake.ts'
import { missing } from '../api/StripeFault.ts'

/** The customer with this id. `param` names the parameter that carried the id; without one it stood in the path. */
export function customerById(fake: Fake, id: string, param?: string): Stripe.Customer {
  const found = fake.store.get('customer', id)
  if (!found || found.deleted) throw missing('customer', id, param)
  return found
}

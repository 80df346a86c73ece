import type Stripe from 'stripe'
import type { Fake } from '../api/Fake.ts'
import { pageOf } from '../api/pageOf.ts'
import { type Route, route } from '../api/route.ts'
import { missing } from '../api/StripeFault.ts'

const DAYS_KEPT = 30

function isWanted(fake: Fake, event: Stripe.EventBase, params: Stripe.EventListParams): boolean {
  if (event.created < fake.store.now() - DAYS_KEPT * 86_400) return false
  if (params.type && !matches(event.type, params.type)) return false
  if (params.types && !params.types.some((type) => matches(event.type, type))) return false
  if (params.delivery_success === undefined) return true
  return (fake.store.get('delivery', event.id)?.status === 'delivered') === params.delivery_success
}

function matches(type: string, wanted: string): boolean {
  return wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted
}

export const eventRoutes: Route[] = [
  route('GET /v1/events', { params: 'EventList', answer: 'EventList' }, ({ fake, params }) =>
    pageOf(
      fake.store.all('event').filter((event) => isWanted(fake, event, params)),
      params,
      '/v1/events',
    ),
  ),
  route('GET /v1/events/:id', { params: 'EventRetrieve', answer: 'Event' }, ({ fake, id }) => {
    const found = fake.store.get('event', id)
    if (!found) throw missing('event', id)
    return found
  }),
]

import type Stripe from 'stripe'
import type { GatewayEvent } from '../../PaymentGateway.ts'
import { idOf } from './idOf.ts'

/** Seconds that a signature stays good. A captured delivery cannot be sent again later. */
const TOLERANCE = 300

type Delivery = { body: Buffer; signature: string | undefined; secret: string; isLive: boolean }

/** What every object that we act on may have. The object's own fields decide, not the event's name. */
type EventObject = { object?: string; id?: string; payment_intent?: string | { id: string } | null }

function aboutFrom({ object, id = '', payment_intent: intent }: EventObject): GatewayEvent['about'] {
  const payment = idOf(intent)
  switch (object) {
    case 'payment_intent':
      return { kind: 'payment', id, payment: id }
    case 'charge':
      return payment ? { kind: 'payment', id: payment, payment } : { kind: 'none', id, payment: null }
    case 'refund':
      return { kind: 'refund', id, payment }
    case 'dispute':
      return { kind: 'dispute', id, payment }
    case 'setup_intent':
      return { kind: 'setup', id, payment: null }
    case 'payment_method':
      return { kind: 'method', id, payment: null }
    default:
      return { kind: 'none', id, payment: null }
  }
}

function verified(stripe: Stripe, { body, signature, secret }: Delivery): Stripe.Event | null {
  if (!signature) return null
  try {
    return stripe.webhooks.constructEvent(body, signature, secret, TOLERANCE)
  } catch {
    // Wrong, stale or not JSON: one answer for all, which tells a forger nothing.
    return null
  }
}

/** The event in this delivery, or null when its signature is not good or it belongs to the other mode. */
export function readStripeEvent(stripe: Stripe, delivery: Delivery): GatewayEvent | null {
  const event = verified(stripe, delivery)
  if (!event || event.livemode !== delivery.isLive) return null
  return {
    id: event.id,
    type: event.type,
    createdAt: new Date(event.created * 1000),
    // Of an account that is connected to ours: none of our payments.
    about: aboutFrom(event.account ? {} : ((event.data?.object ?? {}) as EventObject)),
    raw: event,
  }
}

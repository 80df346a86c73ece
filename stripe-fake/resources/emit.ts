import Stripe from 'stripe'
import type { Fake } from '../api/Fake.ts'
import type { Answers } from '../schemas/schemaRoots.ts'
import { newId } from '../state/newId.ts'

const ANSWER_OF: Record<string, keyof Answers> = {
  charge: 'Charge',
  customer: 'Customer',
  dispute: 'Dispute',
  mandate: 'Mandate',
  payment_intent: 'PaymentIntent',
  payment_method: 'PaymentMethod',
  refund: 'Refund',
  setup_intent: 'SetupIntent',
}

/** Records that `type` happened to `object`, as it is now, and queues the event for delivery. */
export function emit(fake: Fake, type: Stripe.Event.Type, object: { object: string }): void {
  const answer = ANSWER_OF[object.object]
  if (!answer) throw new Error(`The stand-in makes no events about ${object.object}.`)
  fake.judge.checkAnswer(answer, object, `event ${type}`)
  const event: Stripe.EventBase = {
    id: newId('evt'),
    object: 'event',
    api_version: Stripe.API_VERSION,
    created: fake.store.now(),
    data: { object: structuredClone(object) },
    livemode: false,
    pending_webhooks: 0,
    request: { id: null, idempotency_key: null },
    type,
  }
  fake.judge.checkAnswer('Event', event, `event ${type}`)
  fake.store.put('event', event)
  fake.outbox.push(event.id)
}

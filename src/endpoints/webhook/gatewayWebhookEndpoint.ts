import type { Endpoint } from 'payload'
import { PortalError } from '../../base/errors.ts'
import { storeEvent } from '../../payments/events/storeEvent.ts'
import { gatewayOf } from '../../payments/gatewayOf.ts'
import { json } from '../request/json.ts'
import { rawBody } from './rawBody.ts'

/** `POST /api/portal/webhooks/stripe`: an event with a good signature is stored, and only then answered 200. */
export const gatewayWebhookEndpoint: Endpoint = {
  path: '/portal/webhooks/stripe',
  method: 'post',
  async handler(req) {
    const signature = req.headers.get('stripe-signature') ?? undefined
    if (!signature) throw new PortalError('signature_invalid')
    const event = gatewayOf(req.payload).readEvent({ body: await rawBody(req), signature })
    if (!event) throw new PortalError('signature_invalid')
    await storeEvent({ payload: req.payload, event })
    return json({ received: true })
  },
}

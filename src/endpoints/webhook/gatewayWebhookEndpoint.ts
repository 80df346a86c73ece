import type { Endpoint, PayloadRequest } from 'payload'
import { PortalError } from '../../base/errors.ts'
import { storeEvent } from '../../payments/events/storeEvent.ts'
import { gatewayOf } from '../../payments/gatewayOf.ts'
import { json } from '../request/json.ts'

const MAX_BYTES = 1024 * 1024
const TOO_LARGE = 'The body is empty or too large.'

/** The bytes as they were signed: nothing may have parsed them before. */
async function rawBody(req: PayloadRequest): Promise<Buffer> {
  // Said to be too large: not even read.
  if (Number(req.headers.get('content-length') ?? 0) > MAX_BYTES)
    throw new PortalError('bad_request', { message: TOO_LARGE })
  const bytes = Buffer.from((await req.arrayBuffer?.()) ?? new ArrayBuffer(0))
  if (bytes.length === 0 || bytes.length > MAX_BYTES) throw new PortalError('bad_request', { message: TOO_LARGE })
  return bytes
}

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

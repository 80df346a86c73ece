import type { Endpoint } from 'payload'
import { cancelPayment } from '../../payments/cancelPayment.ts'
import { requirePayer, routeId } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { readTransaction } from './readTransaction.ts'

/** `POST /api/portal/payments/:id/cancel`: ends an own unfinished payment. */
export const cancelPaymentEndpoint: Endpoint = {
  path: '/portal/payments/:id/cancel',
  method: 'post',
  async handler(req) {
    const payer = requirePayer(req, 'pay')
    const transaction = await cancelPayment({ req, payer: payer.id, transaction: routeId(req) })
    return json({ transaction: await readTransaction(req, transaction) })
  },
}

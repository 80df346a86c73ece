import type { Endpoint } from 'payload'
import { resumePayment } from '../../payments/resumePayment.ts'
import { requirePayer, routeId } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { readTransaction } from './readTransaction.ts'

/** `POST /api/portal/payments/:id/resume`: how an own payment stands, and how the browser goes on with it. */
export const resumePaymentEndpoint: Endpoint = {
  path: '/portal/payments/:id/resume',
  method: 'post',
  async handler(req) {
    const payer = requirePayer(req, 'pay')
    const { transaction, clientSecret } = await resumePayment({
      payload: req.payload,
      payer: payer.id,
      transaction: routeId(req),
    })
    return json({ transaction: await readTransaction(req, transaction), clientSecret })
  },
}

import type { Endpoint } from 'payload'
import { createPayment } from '../../payments/createPayment.ts'
import { requirePayer } from '../request/callers.ts'
import { readJson } from '../request/readJson.ts'
import { answerPayment } from './answerPayment.ts'
import { parseIdempotencyKey, parsePayment } from './parsePayment.ts'
import { withTransactionInError } from './readTransaction.ts'

/** `POST /api/portal/payments`: pays invoices; 201, or 402 with the recorded transaction. */
export const createPaymentEndpoint: Endpoint = {
  path: '/portal/payments',
  method: 'post',
  async handler(req) {
    const payer = requirePayer(req, 'pay')
    const key = parseIdempotencyKey(req.headers.get('idempotency-key'))
    const request = parsePayment(await readJson(req))
    const { transaction, clientSecret } = await withTransactionInError(req, () =>
      createPayment({
        payload: req.payload,
        req,
        payer: { id: payer.id, loginId: payer.loginId },
        channel: 'portal',
        request,
        key,
      }),
    )
    return answerPayment(req, transaction, { status: 201, clientSecret })
  },
}

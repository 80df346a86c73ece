import type { PayloadRequest } from 'payload'
import { PortalError } from '../../base/errors.ts'
import type { CreatedPayment } from '../../payments/createPayment.ts'
import { declineAdvice } from '../../payments/declineAdvice.ts'
import { json } from '../request/json.ts'
import { readTransaction } from './readTransaction.ts'

type Options = { status: number; clientSecret: CreatedPayment['clientSecret'] }

/** `{ transaction, clientSecret? }`; a failed or cancelled payment is an error that carries its transaction. */
export async function answerPayment(
  req: PayloadRequest,
  transaction: number,
  { status, clientSecret }: Options,
): Promise<Response> {
  const doc = await readTransaction(req, transaction)
  if (doc.status === 'failed')
    throw new PortalError('payment_declined', {
      message: declineAdvice(String(doc.failure?.code ?? '')).message,
      data: { transaction: doc },
    })
  if (doc.status === 'canceled') throw new PortalError('payment_canceled', { data: { transaction: doc } })
  return json({ transaction: doc, ...(clientSecret ? { clientSecret } : {}) }, { status })
}

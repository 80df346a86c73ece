import type { Endpoint } from 'payload'
import { PortalError } from '../../base/errors.ts'
import type { RefundWish } from '../../payments/refunds/planRefund.ts'
import { refundPayment } from '../../payments/refunds/refundPayment.ts'
import { requireStaff, routeId } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { readJson } from '../request/readJson.ts'
import { parseAllocations, parseAmount } from './parsePayment.ts'
import { readTransaction } from './readTransaction.ts'

const FIELDS = new Set(['amount', 'allocations'])

function parseWish(body: Record<string, unknown>): RefundWish {
  const unknown = Object.keys(body).find((key) => !FIELDS.has(key))
  // A misspelt amount must not turn into a refund of everything.
  if (unknown !== undefined)
    throw new PortalError('bad_request', { message: 'Give amount, allocations, both or neither.' })
  return {
    amount: body.amount === undefined ? undefined : parseAmount(body.amount),
    allocations: body.allocations === undefined ? undefined : parseAllocations(body.allocations),
  }
}

/** `POST /api/transactions/:id/refund`: staff give money back, whole or in part. Answers the refund's transaction and the payment's. */
export const refundEndpoint: Endpoint = {
  path: '/:id/refund',
  method: 'post',
  async handler(req) {
    requireStaff(req, 'payments.refund')
    const id = routeId(req)
    const refund = await refundPayment({
      payload: req.payload,
      req,
      transaction: id,
      wish: parseWish(await readJson(req)),
    })
    return json(
      {
        transaction: await readTransaction(req, refund),
        original: id === null ? null : await readTransaction(req, id),
      },
      { status: 201 },
    )
  },
}

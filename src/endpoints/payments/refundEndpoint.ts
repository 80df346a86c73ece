import type { Endpoint } from 'payload'
import { PortalError } from '../../base/errors.ts'
import { isAmount } from '../../base/money.ts'
import type { RefundWish } from '../../payments/refunds/planRefund.ts'
import { refundPayment } from '../../payments/refunds/refundPayment.ts'
import { requireStaff, routeId } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { readJson } from '../request/readJson.ts'
import { parseAllocations, parseAmount, parseIdempotencyKey } from './parsePayment.ts'
import { readTransaction, withTransactionInError } from './readTransaction.ts'

const FIELDS = new Set(['amount', 'allocations', 'refundedAmount'])

function parseRefunded(value: unknown): number | undefined {
  if (value === undefined) return undefined
  if (!isAmount(value) || value < 0) throw new PortalError('amount_invalid')
  return value
}

function parseWish(body: Record<string, unknown>): RefundWish {
  const unknown = Object.keys(body).find((key) => !FIELDS.has(key))
  // A misspelt amount must not turn into a refund of everything.
  if (unknown !== undefined)
    throw new PortalError('bad_request', { message: 'Give amount, allocations, refundedAmount, or none of them.' })
  return {
    amount: body.amount === undefined ? undefined : parseAmount(body.amount),
    allocations: body.allocations === undefined ? undefined : parseAllocations(body.allocations),
    refundedAmount: parseRefunded(body.refundedAmount),
  }
}

/**
 * `POST /api/transactions/:id/refund`: staff give money back, whole or in part. Answers the refund's transaction and
 * the payment's. A header `Idempotency-Key` makes a repeat answer the refund of the first request.
 */
export const refundEndpoint: Endpoint = {
  path: '/:id/refund',
  method: 'post',
  async handler(req) {
    requireStaff(req, 'payments.refund')
    const id = routeId(req)
    const header = req.headers.get('idempotency-key')
    const key = header === null ? null : parseIdempotencyKey(header)
    const wish = parseWish(await readJson(req))
    const refund = await withTransactionInError(req, () =>
      refundPayment({ payload: req.payload, req, transaction: id, wish, key }),
    )
    return json(
      {
        transaction: await readTransaction(req, refund),
        original: id === null ? null : await readTransaction(req, id),
      },
      { status: 201 },
    )
  },
}

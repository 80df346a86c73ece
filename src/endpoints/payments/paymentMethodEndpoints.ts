import type { Endpoint, PayloadRequest } from 'payload'
import { poolOf } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { methodsFrozenUntil } from '../../login/emailChange/refuseFrozenMethods.ts'
import { addMethod } from '../../payments/methods/addMethod.ts'
import { changeMethod } from '../../payments/methods/changeMethod.ts'
import { listMethods } from '../../payments/methods/listMethods.ts'
import { removeMethod } from '../../payments/methods/removeMethod.ts'
import type { PayingPayer } from '../../payments/PaymentRequest.ts'
import { requirePayer, routeId } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { readJson } from '../request/readJson.ts'
import { parseConfirmationToken } from './parsePayment.ts'

function callingPayer(req: PayloadRequest): PayingPayer {
  const { id, loginId } = requirePayer(req, 'pay')
  return { id, loginId }
}

/** What cannot be one of our ids, a processor's for example, answers like a method that does not exist. */
function methodId(req: PayloadRequest): number {
  const id = routeId(req)
  if (id === null) throw new PortalError('payment_method_not_found')
  return id
}

const CHANGES = new Set(['default', 'consent'])

function parseChange(body: Record<string, unknown>): { isDefault: boolean; consents: boolean } {
  const keys = Object.keys(body)
  if (keys.length === 0 || keys.some((key) => !CHANGES.has(key) || body[key] !== true)) {
    throw new PortalError('bad_request', { message: 'Give { "default": true } or { "consent": true }.' })
  }
  return { isDefault: body.default === true, consents: body.consent === true }
}

/** The payer's own methods, and until when they are frozen. */
const list: Endpoint = {
  path: '/portal/payment-methods',
  method: 'get',
  async handler(req) {
    const payer = callingPayer(req)
    const pool = poolOf(req.payload)
    const [docs, frozenUntil] = await Promise.all([
      listMethods(pool, { payer: payer.id, login: payer.loginId }),
      methodsFrozenUntil(pool, payer.id),
    ])
    return json({ docs, frozenUntil })
  },
}

/** Keeps a new one, with consent. */
const add: Endpoint = {
  path: '/portal/payment-methods',
  method: 'post',
  async handler(req) {
    const payer = callingPayer(req)
    const { confirmationToken, consent } = await readJson(req)
    if (consent !== true) throw new PortalError('consent_required')
    const added = await addMethod({
      req,
      payer,
      confirmationToken: parseConfirmationToken(confirmationToken),
    })
    return json(added, { status: 201 })
  },
}

/** Makes one the default, or consents to it. */
const change: Endpoint = {
  path: '/portal/payment-methods/:id',
  method: 'patch',
  async handler(req) {
    const payer = callingPayer(req)
    const method = methodId(req)
    return json({
      paymentMethod: await changeMethod({
        req,
        payer,
        method,
        change: parseChange(await readJson(req)),
      }),
    })
  },
}

/** Removes one. */
const remove: Endpoint = {
  path: '/portal/payment-methods/:id',
  method: 'delete',
  async handler(req) {
    const payer = callingPayer(req)
    await removeMethod({ req, payer, method: methodId(req) })
    return json({ message: 'The payment method was removed.' })
  },
}

export const paymentMethodEndpoints: Endpoint[] = [list, add, change, remove]

import type { PayloadRequest } from 'payload'
import { isStaff } from '../../../access/rules/isStaff.ts'
import { type PayerUser, payerOf } from '../../../access/rules/payerOf.ts'
import { type PersonAbility, roleMay } from '../../../access/rules/personMay.ts'
import { mayAsStaff } from '../../../access/rules/staffMay.ts'
import { type ErrorCode, PortalError } from '../../base/errors.ts'
import type { ReadRequest } from '../../base/ReadRequest.ts'
import { SESSION_PROBLEM } from '../../login/payerSession.ts'
import type { StaffAction } from '../../options/staffActions.ts'

const READS = new Set(['GET', 'HEAD'])

/**
 * The calling payer's person, who may do `ability`: the one place that asks for the role. A route that
 * names none asks for `view` when it reads and for `pay` when it writes. Throws `login_required`,
 * `role_required` (403), or `payer_not_found` and `payer_required` about the header X-Payer.
 */
export function requirePayer(
  req: Pick<ReadRequest, 'user' | 'method' | 'context'>,
  ability: PersonAbility = READS.has(req.method ?? '') ? 'view' : 'pay',
): PayerUser {
  const payer = payerOf(req)
  // A live session that named a payer it does not act for, or none where it must.
  if (!payer) throw new PortalError((req.context[SESSION_PROBLEM] as ErrorCode | undefined) ?? 'login_required')
  if (!roleMay(payer.role, ability)) throw new PortalError('role_required')
  return payer
}

/** Throws `login_required` for nobody, `forbidden` for anybody but staff, or but those who may do `action`. */
export function requireStaff(req: PayloadRequest, action?: StaffAction): { id: number | string; collection: string } {
  if (!req.user) throw new PortalError('login_required')
  if (!isStaff(req) || (action && !mayAsStaff(req, action))) throw new PortalError('forbidden')
  return { id: req.user.id, collection: req.user.collection }
}

const MAX_ID = 2_147_483_647

/** A route parameter as a row id; null when it cannot be one, so that the caller answers as for a missing row. */
export function routeId(req: Pick<ReadRequest, 'routeParams'>, name = 'id'): number | null {
  const text = String(req.routeParams?.[name] ?? '')
  const id = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : Number.NaN
  return Number.isSafeInteger(id) && id <= MAX_ID ? id : null
}

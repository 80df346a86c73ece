import type { PayloadRequest } from 'payload'
import type { PayerUser } from '../../../access/rules/payerOf.ts'
import { recordAudit } from '../../audit/recordAudit.ts'
import { poolOf, type Queryable, withTransaction } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { portalOptions } from '../../options/portalOptions.ts'
import type { SecondFactorPolicy } from '../../options/types.ts'
import { confirmCurrentPassword } from '../confirmCurrentPassword.ts'
import { startFactorChange, tellFactorChange } from './factorChange.ts'
import { type FactorKind, readFactors } from './factors.ts'
import { forgetRecoveryCodes, recoveryCodesLeft, renewRecoveryCodes } from './recoveryCodes.ts'

export type OwnFactors = {
  policy: SecondFactorPolicy
  factors: { id: number; kind: FactorKind; name: string; createdAt: Date; lastUsedAt: Date | null }[]
  recoveryCodesLeft: number
}

/** The factors of a login as their owner may see them, and how many recovery codes are left. */
export async function ownFactors(req: PayloadRequest, loginId: number): Promise<OwnFactors> {
  const pool = poolOf(req.payload)
  const factors = await readFactors(pool, loginId)
  return {
    policy: portalOptions(req.payload).secondFactor,
    factors: factors.map(({ id, kind, name, createdAt, lastUsedAt }) => ({ id, kind, name, createdAt, lastUsedAt })),
    recoveryCodesLeft: await recoveryCodesLeft(pool, loginId),
  }
}

type Caller = { payer: PayerUser; currentPassword: string }

const RENAME = 'update payer_portal_factors set name = $3 where id = $1 and login_id = $2 returning id'

/** Gives a factor another name. Throws `password_wrong`, `factor_not_found` or `too_many_requests`. */
export async function renameFactor(
  req: PayloadRequest,
  { id, name, ...caller }: Caller & { id: number; name: string },
): Promise<void> {
  await confirmCurrentPassword(req, caller)
  const values = [id, caller.payer.loginId, name]
  await withTransaction(req.payload, async (tx) => {
    const renamed = await tx.query({ name: 'factor-rename', text: RENAME, values })
    if (renamed.rows.length === 0) throw new PortalError('factor_not_found')
    const data = { login: caller.payer.loginId, factor: id }
    await recordAudit(tx, { req, action: 'second_factor_renamed', payer: caller.payer.id, data })
  })
}

/** Runs a change that the caller's password was asked for; other sessions end. */
async function change<Result>(
  req: PayloadRequest,
  caller: Caller,
  work: (tx: Queryable, login: { loginId: number; email: string }) => Promise<Result>,
): Promise<Result> {
  const { loginId, epoch, email } = await confirmCurrentPassword(req, caller)
  return withTransaction(req.payload, async (tx) => {
    await startFactorChange(tx, { loginId, epoch, keepSession: caller.payer.sessionId })
    return work(tx, { loginId, email })
  })
}

const REMOVE = 'delete from payer_portal_factors where id = $1 and login_id = $2 returning kind'

/**
 * Removes a factor, and with the last one the recovery codes. Throws `password_wrong`, `factor_not_found`,
 * `too_many_requests`, and `second_factor_required` for the last one where the firm asks for one.
 */
export async function removeFactor(req: PayloadRequest, { id, ...caller }: Caller & { id: number }): Promise<void> {
  const payer = caller.payer.id
  await change(req, caller, async (tx, { loginId, email }) => {
    const removed = await tx.query<{ kind: string }>({ name: 'factor-remove', text: REMOVE, values: [id, loginId] })
    const kind = removed.rows[0]?.kind
    if (!kind) throw new PortalError('factor_not_found')
    if ((await readFactors(tx, loginId)).length === 0) {
      if (portalOptions(req.payload).secondFactor === 'required') throw new PortalError('second_factor_required')
      await forgetRecoveryCodes(tx, loginId)
    }
    await tellFactorChange(tx, { req, loginId, email, payer, change: 'removed', data: { kind } })
  })
}

/** Ten new recovery codes, shown once; the earlier ones are void. Throws `password_wrong`, `too_many_requests`, and `factor_not_found` without a factor. */
export function newRecoveryCodes(req: PayloadRequest, caller: Caller): Promise<string[]> {
  const payer = caller.payer.id
  return change(req, caller, async (tx, { loginId, email }) => {
    if ((await readFactors(tx, loginId)).length === 0) throw new PortalError('factor_not_found')
    const codes = await renewRecoveryCodes(tx, loginId)
    await tellFactorChange(tx, { req, loginId, email, payer, change: 'codes' })
    return codes
  })
}

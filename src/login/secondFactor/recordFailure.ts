import type { PayloadRequest } from 'payload'
import { recordAudit } from '../../audit/recordAudit.ts'
import { poolOf } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { isFirstRefusal } from '../loginLimits.ts'
import type { Challenge } from './challenges.ts'
import { firstPayerOf } from './factors.ts'

/** What the log calls it, when it is something to record. */
function kindOf(error: unknown): 'second_factor_failed' | 'login_locked' | null {
  if (isFirstRefusal(error)) return 'login_locked'
  return error instanceof PortalError && error.code === 'second_factor_wrong' ? 'second_factor_failed' : null
}

/** Runs a second step; a wrong one is written down with the login that it was for, and so is the lock-out after too many. Rejects as `work` does. */
export async function recordFailure<Result>(
  req: PayloadRequest,
  { loginId: login, data }: Challenge,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const action = kindOf(error)
    const pool = poolOf(req.payload)
    if (action) {
      const payer = data.payer ?? (await firstPayerOf(pool, login))
      await recordAudit(pool, { req, action, actor: 'nobody', payer, data: { login } })
    }
    throw error
  }
}

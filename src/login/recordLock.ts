import type { PayloadRequest } from 'payload'
import { recordAudit } from '../audit/recordAudit.ts'
import { poolOf } from '../base/database.ts'
import { isFirstRefusal } from './loginLimits.ts'
import { firstPayerOf } from './secondFactor/factors.ts'

type Args<Result> = {
  /** The login that the attempt is for; null when the email has none. */
  login: number | null
  count: () => Promise<Result>
}

/** Counts an attempt; the refusal with which a lock-out begins is written down, the ones after it are not. Rejects as `count` does. */
export async function recordLock<Result>(req: PayloadRequest, { login, count }: Args<Result>): Promise<Result> {
  try {
    return await count()
  } catch (error) {
    if (isFirstRefusal(error)) {
      const pool = poolOf(req.payload)
      // Asked for nobody too: the time must not tell whether the email has a login.
      const payer = await firstPayerOf(pool, login ?? 0)
      await recordAudit(pool, { req, action: 'login_locked', actor: 'nobody', payer, data: { login } })
    }
    throw error
  }
}

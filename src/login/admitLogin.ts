import type { PayloadRequest } from 'payload'
import { type Queryable, withTransaction } from '../base/database.ts'
import { type ErrorCode, PortalError } from '../base/errors.ts'
import { portalOptions } from '../options/portalOptions.ts'
import { endReplacedSession } from './endReplacedSession.ts'
import { type OpenedSession, openSession } from './openSession.ts'
import { runLoginHooks } from './runLoginHooks.ts'
import { type SecondStep, secondStep } from './secondFactor/secondStep.ts'
import { sessionOrigin } from './sessionOrigin.ts'

export type CheckedLogin = {
  loginId: number
  /** The epoch in which the credential was checked. */
  epoch: number
  /** Act for this payer; otherwise for the first one of the login. */
  payerId?: number | undefined
  /** The second factor was proved in this very transaction. */
  isProven?: true
}

/** Either a session, or what is still asked for; never both. */
export type Admission = { session: OpenedSession } | { session?: undefined; secondFactor: SecondStep }

type Args = {
  /** Checks the credential and uses it up, in the transaction that opens the session. Throws when it is no good. */
  check: (tx: Queryable) => Promise<CheckedLogin>
  /** Thrown when the login may no longer log in. */
  refusal: ErrorCode
  /** What is written in the same transaction once a session is open. */
  opened?: (tx: Queryable, session: OpenedSession) => Promise<void>
}

async function admit(
  tx: Queryable,
  { req, login, refusal }: { req: PayloadRequest; login: CheckedLogin; refusal: ErrorCode },
): Promise<Admission> {
  const { payload } = req
  const { isProven, ...checked } = login
  const asked = isProven ? null : await secondStep(tx, { payload, ...checked })
  if (asked) return { secondFactor: asked }
  const seconds = portalOptions(payload).times.session
  const session = await openSession(tx, { ...checked, seconds, origin: sessionOrigin(req) })
  if (!session) throw new PortalError(refusal)
  await endReplacedSession(tx, req)
  return { session }
}

/**
 * The one door to a session: every way of logging in ends here. A login with a second factor, or one that
 * the firm asks to add one, gets a challenge instead, and no hook runs. Rejects with what `check` throws
 * and with `refusal`.
 */
export function admitLogin(req: PayloadRequest, { check, refusal, opened }: Args): Promise<Admission> {
  return runLoginHooks(req, () =>
    withTransaction(req.payload, async (tx) => {
      const admission = await admit(tx, { req, login: await check(tx), refusal })
      if (admission.session) await opened?.(tx, admission.session)
      return admission
    }),
  )
}

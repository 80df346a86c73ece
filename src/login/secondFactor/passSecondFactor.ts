import type { PayloadRequest } from 'payload'
import { poolOf, type Queryable } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { enqueueMail } from '../../mail/enqueueMail.ts'
import { type Admission, admitLogin } from '../admitLogin.ts'
import { countByNetwork } from '../countByNetwork.ts'
import { forgetAttempts } from '../loginLimits.ts'
import { recordLogin } from '../recordLogin.ts'
import { tellNewDevice } from '../tellNewDevice.ts'
import { type Challenge, spendChallenge, tryChallenge } from './challenges.ts'
import { lockPayersOf } from './factors.ts'
import { type Given, type Proof, proveFactor } from './proveFactor.ts'
import { recordFailure } from './recordFailure.ts'
import { recoveryCodesLeft } from './recoveryCodes.ts'

type Step = { challenge: Challenge; proof: Proof }

async function useUp(tx: Queryable, { challenge, proof }: Step): Promise<void> {
  await lockPayersOf(tx, challenge.loginId)
  await spendChallenge(tx, challenge.id)
  if (!(await proof.use(tx))) throw new PortalError('second_factor_wrong')
}

async function tellOfRecovery(
  tx: Queryable,
  { loginId, email, payer }: { loginId: number; email: string; payer: number },
) {
  const left = await recoveryCodesLeft(tx, loginId)
  await enqueueMail(tx, { kind: 'recovery_code_used', recipient: email, payer, data: { left } })
}

function admit(req: PayloadRequest, step: Step): Promise<Admission> {
  const { challenge, proof } = step
  const { loginId, epoch, email, data } = challenge
  return admitLogin(req, {
    check: async (tx) => {
      await useUp(tx, step)
      return { loginId, epoch, payerId: data.payer, isProven: true }
    },
    refusal: 'challenge_invalid',
    opened: async (tx, session) => {
      await recordLogin(tx, { req, session, factor: proof.kind })
      await tellNewDevice(tx, { req, session })
      if (proof.kind === 'recovery') await tellOfRecovery(tx, { loginId, email, payer: session.payer.id })
    },
  })
}

/**
 * Opens the session of a login whose password was right, by one of its factors or a recovery code. Throws
 * `challenge_invalid`, `second_factor_wrong` or `too_many_requests`.
 */
export async function passSecondFactor(
  req: PayloadRequest,
  { token, given }: { token: unknown; given: Given },
): Promise<Admission> {
  const { payload } = req
  await countByNetwork(req, 'token')
  const challenge = await tryChallenge(poolOf(payload), { token, purpose: 'login' })
  const { loginId } = challenge
  const admission = await recordFailure(req, challenge, async () => {
    const proof = await proveFactor(req, challenge, given)
    if (!proof) throw new PortalError('second_factor_wrong')
    return admit(req, { challenge, proof })
  })
  await forgetAttempts(payload, 'secondFactor', [loginId])
  await forgetAttempts(payload, 'secondFactorDay', [loginId])
  return admission
}

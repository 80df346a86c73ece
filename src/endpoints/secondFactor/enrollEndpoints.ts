import type { Endpoint, PayloadRequest } from 'payload'
import { payerOf } from '../../../access/rules/payerOf.ts'
import { beginPasskey, beginTotp, type Enroller } from '../../login/secondFactor/beginFactor.ts'
import { confirmFactor } from '../../login/secondFactor/confirmFactor.ts'
import type { FactorKind } from '../../login/secondFactor/factors.ts'
import { sessionAnswer } from '../payerAuth/sessionAnswer.ts'
import { textField } from '../payerAuth/textField.ts'
import { requirePayer } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { readJson } from '../request/readJson.ts'
import { factorName } from './factorName.ts'

async function enroller(req: PayloadRequest): Promise<Enroller> {
  const body = await readJson(req)
  if (body.challenge !== undefined) return { challenge: body.challenge }
  return { payer: requirePayer(req, 'view'), currentPassword: textField(body, 'currentPassword') }
}

async function confirm(req: PayloadRequest, kind: FactorKind): Promise<Response> {
  const body = await readJson(req)
  const proof = kind === 'totp' ? { code: textField(body, 'code') } : { passkey: body.passkey }
  const given = { kind, token: body.challenge, name: factorName(body), ...proof }
  const { session, recoveryCodes } = await confirmFactor(req, { payer: payerOf(req), given })
  const answer = { message: 'Two-step login is set up.', ...(recoveryCodes ? { recoveryCodes } : {}) }
  return session ? sessionAnswer(req, session, answer) : json(answer)
}

/** Adding a factor: `{ currentPassword }` by who is logged in, `{ challenge }` by who must add one to get in. */
export const enrollEndpoints: Endpoint[] = [
  {
    path: '/second-factor/totp',
    method: 'post',
    handler: async (req) => json(await beginTotp(req, await enroller(req))),
  },
  { path: '/second-factor/totp/confirm', method: 'post', handler: (req) => confirm(req, 'totp') },
  {
    path: '/second-factor/passkey',
    method: 'post',
    handler: async (req) => json(await beginPasskey(req, await enroller(req))),
  },
  { path: '/second-factor/passkey/confirm', method: 'post', handler: (req) => confirm(req, 'passkey') },
]

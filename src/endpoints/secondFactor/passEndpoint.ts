import type { Endpoint } from 'payload'
import { PortalError } from '../../base/errors.ts'
import { passSecondFactor } from '../../login/secondFactor/passSecondFactor.ts'
import { admissionAnswer } from '../payerAuth/admissionAnswer.ts'
import { textField } from '../payerAuth/textField.ts'
import { readJson } from '../request/readJson.ts'

const KINDS = ['code', 'recoveryCode', 'passkey'] as const

/** `POST /second-factor { challenge, code | recoveryCode | passkey }`: the second step opens the session. */
export const passEndpoint: Endpoint = {
  path: '/second-factor',
  method: 'post',
  handler: async (req) => {
    const body = await readJson(req)
    const [kind, ...more] = KINDS.filter((name) => body[name] !== undefined)
    if (!kind || more.length > 0)
      throw new PortalError('bad_request', { message: 'Give one of code, recoveryCode and passkey.' })
    const given = { [kind]: kind === 'passkey' ? body.passkey : textField(body, kind) }
    const admission = await passSecondFactor(req, { token: body.challenge, given })
    return admissionAnswer(req, admission, 'Authentication Passed')
  },
}

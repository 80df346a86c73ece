import type { Endpoint } from 'payload'
import { acceptToken } from '../../login/acceptToken.ts'
import { readJson } from '../request/readJson.ts'
import { admissionAnswer } from './admissionAnswer.ts'

/** `POST /accept-invite { token, password }`: sets the first password and logs in. */
export const acceptInviteEndpoint: Endpoint = {
  path: '/accept-invite',
  method: 'post',
  handler: async (req) => {
    const { token, password } = await readJson(req)
    return admissionAnswer(req, await acceptToken(req, { purpose: 'invite', token, password }), 'Your password is set.')
  },
}

import type { Endpoint } from 'payload'
import { acceptToken } from '../../login/acceptToken.ts'
import { readJson } from '../request/readJson.ts'
import { admissionAnswer } from './admissionAnswer.ts'

/** `POST /reset-password { token, password }`: sets a new password and logs in. */
export const resetPasswordEndpoint: Endpoint = {
  path: '/reset-password',
  method: 'post',
  handler: async (req) => {
    const { token, password } = await readJson(req)
    return admissionAnswer(
      req,
      await acceptToken(req, { purpose: 'reset', token, password }),
      'Password reset successfully.',
    )
  },
}

import type { Endpoint } from 'payload'
import { confirmEmail } from '../../login/confirmEmail.ts'
import { refuseForeign } from '../../login/foreignOrigin.ts'
import { endedCookie } from '../../login/sessionCookie.ts'
import { json } from '../request/json.ts'
import { readJson } from '../request/readJson.ts'

/** `POST /confirm-email { token }`: the login moves to the new address; the payer logs in again. */
export const confirmEmailEndpoint: Endpoint = {
  path: '/confirm-email',
  method: 'post',
  handler: async (req) => {
    refuseForeign(req)
    const { token } = await readJson(req)
    await confirmEmail(req, token)
    return json(
      { message: 'Your email is confirmed. Please log in with it.' },
      { headers: { 'Set-Cookie': endedCookie() } },
    )
  },
}

import type { Endpoint } from 'payload'
import { confirmEmailChange } from '../../login/emailChange/confirmEmailChange.ts'
import { endedCookie } from '../../login/sessionCookie.ts'
import { json } from '../request/json.ts'
import { readJson } from '../request/readJson.ts'

/** `POST /confirm-email { token, password? }`: the change is carried out; the payer logs in again with the new address. */
export const confirmEmailEndpoint: Endpoint = {
  path: '/confirm-email',
  method: 'post',
  handler: async (req) => {
    const { token, password } = await readJson(req)
    await confirmEmailChange(req, { token, password })
    return json(
      { message: 'Your email is confirmed. Please log in with it.' },
      { headers: { 'Set-Cookie': endedCookie() } },
    )
  },
}

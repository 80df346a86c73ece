import type { Endpoint } from 'payload'
import { undoByLink } from '../../login/emailChange/undoEmailChange.ts'
import { endedCookie } from '../../login/sessionCookie.ts'
import { json } from '../request/json.ts'
import { readJson } from '../request/readJson.ts'

/** `POST /undo-email { token }`: the old address is back; it gets a link to choose a new password. */
export const undoEmailEndpoint: Endpoint = {
  path: '/undo-email',
  method: 'post',
  handler: async (req) => {
    const { token } = await readJson(req)
    await undoByLink(req, token)
    return json(
      { message: 'Your email is as it was. A link to choose a new password is on its way to it.' },
      { headers: { 'Set-Cookie': endedCookie() } },
    )
  },
}

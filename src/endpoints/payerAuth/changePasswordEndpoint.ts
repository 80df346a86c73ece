import type { Endpoint } from 'payload'
import { changePassword } from '../../login/changePassword.ts'
import { requirePayer } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { readJson } from '../request/readJson.ts'
import { textField } from './textField.ts'

/** `POST /change-password { currentPassword, password }` */
export const changePasswordEndpoint: Endpoint = {
  path: '/change-password',
  method: 'post',
  handler: async (req) => {
    const payer = requirePayer(req, 'view')
    const body = await readJson(req)
    await changePassword(req, { payer, currentPassword: textField(body, 'currentPassword'), password: body.password })
    return json({ message: 'Your password was changed.' })
  },
}

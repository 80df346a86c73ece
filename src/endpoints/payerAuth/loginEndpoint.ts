import type { Endpoint } from 'payload'
import { refuseForeign } from '../../login/foreignOrigin.ts'
import { logIn } from '../../login/logIn.ts'
import { readJson } from '../request/readJson.ts'
import { sessionAnswer } from './sessionAnswer.ts'
import { textField } from './textField.ts'

/** `POST /login { email, password }` */
export const loginEndpoint: Endpoint = {
  path: '/login',
  method: 'post',
  handler: async (req) => {
    refuseForeign(req)
    const body = await readJson(req)
    const session = await logIn(req, { email: textField(body, 'email'), password: textField(body, 'password') })
    return sessionAnswer(req, session, 'Authentication Passed')
  },
}

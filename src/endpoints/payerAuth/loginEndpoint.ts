import type { Endpoint } from 'payload'
import { logIn } from '../../login/logIn.ts'
import { readJson } from '../request/readJson.ts'
import { admissionAnswer } from './admissionAnswer.ts'
import { textField } from './textField.ts'

/** `POST /login { email, password }`: the session, or `secondFactor` when one is asked for */
export const loginEndpoint: Endpoint = {
  path: '/login',
  method: 'post',
  handler: async (req) => {
    const body = await readJson(req)
    const admission = await logIn(req, { email: textField(body, 'email'), password: textField(body, 'password') })
    return admissionAnswer(req, admission, 'Authentication Passed')
  },
}

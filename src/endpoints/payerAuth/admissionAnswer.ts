import type { PayloadRequest } from 'payload'
import type { Admission } from '../../login/admitLogin.ts'
import { json } from '../request/json.ts'
import { sessionAnswer } from './sessionAnswer.ts'

/** The answer that logs a payer in, or the second step that is still asked for: no cookie, no token, no user. */
export function admissionAnswer(
  req: PayloadRequest,
  admission: Admission,
  message: string,
): Promise<Response> | Response {
  return admission.session
    ? sessionAnswer(req, admission.session, { message })
    : json({ secondFactor: admission.secondFactor })
}

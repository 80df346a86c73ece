import type { PayloadRequest } from 'payload'
import { SLUGS } from '../../base/slugs.ts'
import { deviceCookie } from '../../login/deviceCookie.ts'
import type { OpenedSession } from '../../login/openSession.ts'
import { sessionCookie } from '../../login/sessionCookie.ts'
import { portalOptions } from '../../options/portalOptions.ts'
import { json } from '../request/json.ts'

/** The payer's own record as Payload shows it to the payer, with `collection`. */
export async function ownRecord(req: PayloadRequest, id: number): Promise<Record<string, unknown>> {
  const doc = await req.payload.findByID({
    collection: SLUGS.payers,
    id,
    depth: 0,
    overrideAccess: false,
    user: req.user,
    req,
  })
  return { ...doc, collection: SLUGS.payers }
}

/** The answer that logs a payer in: Payload's shape, the cookies of the session and of the device, and the token only where the host allows header login. */
export async function sessionAnswer(
  req: PayloadRequest,
  session: OpenedSession,
  { message, ...more }: { message: string; recoveryCodes?: string[] },
): Promise<Response> {
  const body = {
    message,
    ...more,
    exp: Math.floor(session.expiresAt.getTime() / 1000),
    user: await ownRecord(req, session.payer.id),
    ...(portalOptions(req.payload).allowHeaderAuth ? { token: session.token } : {}),
  }
  const answer = json(body, { headers: { 'Set-Cookie': sessionCookie(session.token, session.expiresAt) } })
  const device = deviceCookie(req, { loginId: session.payer.loginId, epoch: session.epoch })
  if (device) answer.headers.append('Set-Cookie', device)
  return answer
}

import type { PayloadRequest } from 'payload'
import { parseCookies } from 'payload/shared'
import type { Queryable } from '../base/database.ts'
import { SESSION_COOKIE } from './sessionCookie.ts'
import { hashSessionToken, isSessionToken } from './sessionToken.ts'

const END = 'delete from payer_portal_sessions where token_hash = $1'

/** Ends the session whose cookie the answer to a login overwrites: nobody could end it any more, and it would live on until it is over. */
export async function endReplacedSession(tx: Queryable, req: PayloadRequest): Promise<void> {
  const token = parseCookies(req.headers).get(SESSION_COOKIE)
  if (isSessionToken(token))
    await tx.query({ name: 'login-end-replaced', text: END, values: [hashSessionToken(token)] })
}

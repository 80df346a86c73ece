import type { PayloadRequest } from 'payload'
import { poolOf } from '../base/database.ts'
import type { OpenedSession } from './openSession.ts'
import { payersConfig } from './payersConfig.ts'

type User = NonNullable<PayloadRequest['user']>

const asUser = (session: OpenedSession): User => ({ ...session.payer, _strategy: 'payer-session' }) as unknown as User

/**
 * Opens a session by `open` and runs the payers' `beforeLogin` and `afterLogin` hooks on it. A hook
 * that throws leaves no session behind.
 */
export async function runLoginHooks(req: PayloadRequest, open: () => Promise<OpenedSession>): Promise<OpenedSession> {
  const collection = payersConfig(req)
  const session = await open()
  const { context } = req
  try {
    let user = asUser(session)
    for (const hook of collection.hooks.beforeLogin ?? [])
      user = (await hook({ collection, context, req, user })) || user
    req.user = asUser(session)
    for (const hook of collection.hooks.afterLogin ?? [])
      user = (await hook({ collection, context, req, token: session.token, user })) || user
    return session
  } catch (error) {
    req.user = null
    await poolOf(req.payload).query('delete from payer_portal_sessions where id = $1', [session.payer.sessionId])
    throw error
  }
}

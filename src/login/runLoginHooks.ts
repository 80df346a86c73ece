import type { PayloadRequest } from 'payload'
import { poolOf } from '../base/database.ts'
import type { OpenedSession } from './openSession.ts'
import { payersConfig } from './payersConfig.ts'

type User = NonNullable<PayloadRequest['user']>

const asUser = (session: OpenedSession): User => ({ ...session.payer, _strategy: 'payer-session' }) as unknown as User

async function runHooks(req: PayloadRequest, session: OpenedSession): Promise<void> {
  const collection = payersConfig(req)
  const { context } = req
  let user = asUser(session)
  for (const hook of collection.hooks.beforeLogin ?? []) user = (await hook({ collection, context, req, user })) || user
  req.user = asUser(session)
  for (const hook of collection.hooks.afterLogin ?? [])
    user = (await hook({ collection, context, req, token: session.token, user })) || user
}

/**
 * Runs the payers' `beforeLogin` and `afterLogin` hooks on the session that `open` opens, if it opens one.
 * A hook that throws leaves no session behind.
 */
export async function runLoginHooks<Opened extends { session?: OpenedSession | undefined }>(
  req: PayloadRequest,
  open: () => Promise<Opened>,
): Promise<Opened> {
  const answer = await open()
  const { session } = answer
  if (!session) return answer
  try {
    await runHooks(req, session)
    return answer
  } catch (error) {
    req.user = null
    await poolOf(req.payload).query('delete from payer_portal_sessions where id = $1', [session.payer.sessionId])
    throw error
  }
}

import type { PayerUser } from '../../../access/rules/payerOf.ts'
import type { Queryable } from '../../base/database.ts'
import { deviceName } from './deviceName.ts'

export type SessionDoc = {
  id: number
  device: string
  /** The address from which it began; null when no trusted hop said it. */
  ip: string | null
  createdAt: Date
  lastSeenAt: Date
  isCurrent: boolean
}

const LIST = `select s.id, s.user_agent as "userAgent", nullif(s.ip, 'unknown') as ip, s.created_at as "createdAt", s.last_seen_at as "lastSeenAt"
 from payer_portal_sessions s join payer_portal_logins l on l.id = s.login_id and l.epoch = s.epoch
 where s.login_id = $1 and s.expires_at > now() and s.last_seen_at > now() - $2 * interval '1 second' order by (s.id = $3) desc, s.last_seen_at desc limit 100`

type Row = Omit<SessionDoc, 'device' | 'isCurrent'> & { userAgent: string | null }

/** The live sessions of the caller's own login, this one first. */
export async function listSessions(
  tx: Queryable,
  { payer, idle }: { payer: PayerUser; idle: number },
): Promise<SessionDoc[]> {
  const values = [payer.loginId, idle, payer.sessionId]
  const { rows } = await tx.query<Row>({ name: 'sessions-list', text: LIST, values })
  return rows.map(({ userAgent, ...row }) => ({
    ...row,
    device: deviceName(userAgent),
    isCurrent: row.id === payer.sessionId,
  }))
}

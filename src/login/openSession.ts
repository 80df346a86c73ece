import type { PayerUser } from '../../access/rules/payerOf.ts'
import type { Queryable } from '../base/database.ts'
import { createSessionToken } from './sessionToken.ts'

export type SessionOrigin = { ip: string; userAgent: string | null }

export type OpenedSession = { token: string; expiresAt: Date; epoch: number; payer: PayerUser }

type Args = {
  loginId: number
  /** The epoch in which the credential was checked. */
  epoch: number
  /** Act for this payer; otherwise for the first one of the login. */
  payerId?: number | undefined
  /** Absolute life in seconds. */
  seconds: number
  origin: SessionOrigin
}

// Locked in the order payer, login, as everywhere: a login waits for a suspension that is under way, and then finds nothing.
const CHOOSE = `select p.id, p.email, p.name, p.first_name as "firstName", p.last_name as "lastName", p.business_name as "businessName", p.phone, p.address,
 m.id as "personId", m.role from payers p join payer_portal_people m on m.payer_id = p.id
 where m.login_id = $1 and ($2::int is null or p.id = $2) order by p.id limit 1 for share of p`
const STILL = `select 1 from payer_portal_logins l join payer_portal_people m on m.login_id = l.id and m.payer_id = $3
 where l.id = $1 and l.epoch = $2 for share of l`

const INSERT = `insert into payer_portal_sessions (login_id, payer_id, token_hash, epoch, expires_at, user_agent, ip)
 values ($1, $2, $3, $4, now() + $5 * interval '1 second', $6, $7) returning id, expires_at`

/** Opens a session for a login whose credential was just checked; null when it may no longer log in. */
export async function openSession(
  tx: Queryable,
  { loginId, epoch, payerId, seconds, origin }: Args,
): Promise<OpenedSession | null> {
  const chosen = await tx.query<Omit<PayerUser, 'collection' | 'loginId' | 'sessionId'>>({
    name: 'login-choose-payer',
    text: CHOOSE,
    values: [loginId, payerId ?? null],
  })
  const payer = chosen.rows[0]
  if (!payer) return null
  const still = await tx.query({ name: 'login-still', text: STILL, values: [loginId, epoch, payer.id] })
  if (still.rows.length === 0) return null
  const { token, tokenHash } = createSessionToken()
  const { rows } = await tx.query<{ id: number; expires_at: Date }>({
    name: 'login-insert-session',
    text: INSERT,
    values: [loginId, payer.id, tokenHash, epoch, seconds, origin.userAgent?.slice(0, 300) ?? null, origin.ip],
  })
  const session = rows[0]
  if (!session) return null
  return {
    token,
    expiresAt: session.expires_at,
    epoch,
    payer: { ...payer, collection: 'payers', loginId, sessionId: session.id },
  }
}

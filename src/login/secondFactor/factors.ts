import type { AuthenticatorTransportFuture } from '@simplewebauthn/server'
import type { Queryable } from '../../base/database.ts'

export type FactorKind = 'totp' | 'passkey'

export type Factor = {
  id: number
  kind: FactorKind
  name: string
  secret: Buffer | null
  lastStep: number | null
  credentialId: string | null
  publicKey: Buffer | null
  counter: number | null
  transports: AuthenticatorTransportFuture[] | null
  createdAt: Date
  lastUsedAt: Date | null
}

const READ = `select id, kind, name, secret, last_step::float8 as "lastStep", credential_id as "credentialId", public_key as "publicKey",
 counter::float8 as counter, transports, created_at as "createdAt", last_used_at as "lastUsedAt"
 from payer_portal_factors where login_id = $1 and confirmed_at is not null order by id`

/** The confirmed second factors of a login, the oldest first. */
export async function readFactors(db: Queryable, loginId: number): Promise<Factor[]> {
  return (await db.query<Factor>({ name: 'login-factors', text: READ, values: [loginId] })).rows
}

const FIRST_PAYER = 'select min(payer_id)::int as payer from payer_portal_people where login_id = $1'

/** The first payer that a login acts for; null when it acts for none. */
export async function firstPayerOf(db: Queryable, loginId: number): Promise<number | null> {
  const { rows } = await db.query<{ payer: number | null }>({
    name: 'login-first-payer',
    text: FIRST_PAYER,
    values: [loginId],
  })
  return rows[0]?.payer ?? null
}

const LOCK = `select p.id from payers p where p.id in (select payer_id from payer_portal_people where login_id = $1) order by p.id for share`

/** Waits for changes of the payers of a login. Taken before its own row and its factors, as everywhere, so that no two wait for each other. */
export async function lockPayersOf(tx: Queryable, loginId: number): Promise<void> {
  await tx.query({ name: 'login-lock-payers', text: LOCK, values: [loginId] })
}

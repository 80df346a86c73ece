import type { PayloadRequest } from 'payload'
import { recordAudit } from '../audit/recordAudit.ts'
import { poolOf, type Queryable } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'
import { enqueueMail } from '../mail/enqueueMail.ts'
import { type Admission, admitLogin } from './admitLogin.ts'
import { hashPassword } from './argon2.ts'
import { checkPassword } from './checkPassword.ts'
import { countByNetwork } from './countByNetwork.ts'
import { dropOwnChanges } from './emailChange/dropOwnChanges.ts'
import { endLoginSessions } from './endLoginSessions.ts'
import { confirmExisting, type ExistingLogin, existingLogin } from './existingLogin.ts'
import { joinLogin, linkPerson } from './joinLogin.ts'
import { hashToken, isTokenText } from './oneTimeToken.ts'
import { spendToken } from './spendToken.ts'

export type OpenToken = { id: number; payer: number; person: number | null; login: number | null; email: string }

const FIND = `select id, payer_id as payer, person_id as person, login_id as login, email from payer_portal_tokens
 where token_hash = $1 and purpose = $2 and used_at is null and expires_at > now()`
const LOCK_PAYER = `select 1 from payers where id = $1 and login_access for update`

/** The open link behind a token. Throws `token_invalid` for one that is used, over, revoked or made up. */
export async function findToken(
  db: Queryable,
  { token, purpose }: { token: unknown; purpose: string },
): Promise<OpenToken> {
  if (typeof token !== 'string') throw new PortalError('bad_request', { message: 'token must be a text.' })
  const found = isTokenText(token)
    ? await db.query<OpenToken>({ name: 'login-find-token', text: FIND, values: [hashToken(token), purpose] })
    : { rows: [] }
  const row = found.rows[0]
  if (!row) throw new PortalError('token_invalid')
  return row
}

/** Uses a link up, under the lock of its payer, who must have login access. Throws `token_invalid`. */
export async function consumeToken(tx: Queryable, { id, payer }: OpenToken): Promise<void> {
  const locked = await tx.query({ name: 'login-lock-access', text: LOCK_PAYER, values: [payer] })
  if (locked.rows.length === 0) throw new PortalError('token_invalid')
  await spendToken(tx, id)
}

type Setting = {
  link: OpenToken
  passwordHash: string
  /** The login that the invited address has already, confirmed by its password: it keeps everything. */
  existing: ExistingLogin | null
}

async function acceptInvite(
  tx: Queryable,
  { link, passwordHash, existing }: Setting,
): Promise<{ loginId: number; epoch: number }> {
  const now = await existingLogin(tx, link.email)
  // A login that came, went or got another password since it was confirmed.
  if (now?.passwordHash !== existing?.passwordHash) throw new PortalError('token_invalid')
  if (now) {
    if (!(await linkPerson(tx, { person: link.person, email: link.email, login: now.id })))
      throw new PortalError('token_invalid')
    return { loginId: now.id, epoch: now.epoch }
  }
  const joined = await joinLogin(tx, { person: link.person, email: link.email, passwordHash })
  if (!joined) throw new PortalError('token_invalid')
  return joined
}

const RESET = `update payer_portal_logins l set password_hash = $2, updated_at = now() where id = $1
 and exists (select 1 from payer_portal_people m where m.login_id = l.id and m.payer_id = $3) returning id, email`

async function resetPassword(
  tx: Queryable,
  { link, passwordHash }: Setting,
): Promise<{ loginId: number; epoch: number }> {
  const { rows } = await tx.query<{ id: number; email: string }>({
    text: RESET,
    values: [link.login, passwordHash, link.payer],
  })
  const login = rows[0]
  if (!login) throw new PortalError('token_invalid')
  const epoch = await endLoginSessions(tx, [login.id])
  await enqueueMail(tx, { kind: 'password_changed', recipient: login.email, payer: link.payer })
  return { loginId: login.id, epoch }
}

const SET = { invite: acceptInvite, reset: resetPassword } as const

type Args = { purpose: 'invite' | 'reset'; token: unknown; password: unknown }

/**
 * Sets the password that a mailed link allows and opens a session or asks for the second factor; every
 * other session of the login ends. An invited address that has a login already confirms with its password,
 * and keeps its sessions. Throws `token_invalid`, `too_many_requests`; and, with the link still good,
 * `password_weak`, `password_wrong`.
 */
export async function acceptToken(req: PayloadRequest, { purpose, token, password }: Args): Promise<Admission> {
  await countByNetwork(req, 'token')
  const link = await findToken(poolOf(req.payload), { token, purpose })
  const existing = purpose === 'invite' ? await confirmExisting(req, { email: link.email, password }) : null
  const passwordHash = existing?.passwordHash ?? (await hashPassword(checkPassword(password, link.email)))
  const check = async (tx: Queryable) => {
    await consumeToken(tx, link)
    const login = await SET[purpose](tx, { link, passwordHash, existing })
    const action = purpose === 'invite' ? 'invite_accepted' : 'password_reset'
    const actor = { collection: 'payers', id: link.payer, person: link.person }
    await recordAudit(tx, { req, action, payer: link.payer, actor })
    if (purpose === 'reset') await dropOwnChanges(tx, { req, actor, login: login.loginId })
    return { loginId: login.loginId, epoch: login.epoch, payerId: link.payer }
  }
  return admitLogin(req, { check, refusal: 'token_invalid' })
}

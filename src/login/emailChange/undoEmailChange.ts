import type { Payload, PayloadRequest } from 'payload'
import { raiseAttention } from '../../attention/raiseAttention.ts'
import type { AuditActor } from '../../audit/AuditActor.ts'
import { recordAudit } from '../../audit/recordAudit.ts'
import { poolOf, type Queryable, withTransaction } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { enqueueMail } from '../../mail/enqueueMail.ts'
import { findToken } from '../acceptToken.ts'
import { countByNetwork } from '../countByNetwork.ts'
import { mailReset } from '../requestReset.ts'
import { revokeTokens } from '../revokeTokens.ts'
import { spendToken } from '../spendToken.ts'
import { dropTwins } from './dropTwins.ts'
import { endLogins } from './endLogins.ts'
import { type Locked, lockLogin, type Person } from './lockLogin.ts'
import { renameLogin } from './renameLogin.ts'
import { findIdle, type Idle, takeIdleBack } from './undoIdle.ts'
import { undoPeople } from './undoPeople.ts'
import { writeEmail } from './writeEmail.ts'

type Change = {
  id: number
  payer: number
  person: number | null
  login: number | null
  oldEmail: string
  newEmail: string
  requestedAt: Date
}
type Back = { id: number; payer: number; login: number }

const CHANGES = `select id, payer_id as payer, person_id as person, login_id as login, old_email as "oldEmail", new_email as "newEmail", requested_at as "requestedAt"
 from payer_portal_email_changes where (id = $1 or request_id = $1) and confirmed_at is not null and undone_at is null and undo_until > now() order by id for update`
const UNDONE = `update payer_portal_email_changes set undone_at = now() where id = any($1)`
const CREATE = `insert into payer_portal_logins (email) values ($1) returning id`
/** Whoever changed the address may know the password, and may have added a second factor of their own. */
const VOID = `with factors as (delete from payer_portal_factors where login_id = $1 and created_at >= $2),
 codes as (delete from payer_portal_recovery_codes where login_id = $1 and created_at >= $2)
 update payer_portal_logins set password_hash = null, updated_at = now() where id = $1`
const EMPTY = `delete from payer_portal_logins l where id = any($1) and id <> $2 and not exists (select 1 from payer_portal_people m where m.login_id = l.id)`

/** The login to which the people go back: their own one moves back where it can, else the one of the old address, else a new one. */
async function homeLogin(
  tx: Queryable,
  { locked, people, change }: { locked: Locked; people: Back[]; change: Change },
): Promise<number> {
  const there = locked.logins.find(({ email }) => email === change.oldEmail)
  if (there) return there.id
  const away = people[0]?.login
  const others = locked.people.some(({ id, login }) => login === away && !people.some((one) => one.id === id))
  if (away !== undefined && away === change.login && !others) {
    await renameLogin(tx, { login: away, email: change.oldEmail })
    return away
  }
  const { rows } = await tx.query<{ id: number }>({ text: CREATE, values: [change.oldEmail] })
  if (!rows[0]) throw new Error('The login was not written.')
  return rows[0].id
}

async function takeBack(
  tx: Queryable,
  { payload, people, change, locked }: { payload: Payload; people: Back[]; change: Change; locked: Locked },
) {
  const ids = people.map(({ id }) => id)
  const { oldEmail: email } = change
  const home = await homeLogin(tx, { locked, people, change })
  await dropTwins(tx, { payers: people.map(({ payer }) => payer), people: ids, home, email })
  await writeEmail(tx, { people: ids, email, login: home })
  const logins = [...new Set([home, ...people.map(({ login }) => login)])]
  await endLogins(tx, logins)
  await tx.query({ name: 'email-left-login', text: EMPTY, values: [logins, home] })
  await tx.query({ name: 'email-void', text: VOID, values: [home, change.requestedAt] })
  for (const { id, payer } of people) await revokeTokens(tx, { payer, person: id })
  const [first] = people
  if (!first) return
  await mailReset(tx, { payload, login: { id: home, email, payer: first.payer, person: first.id } })
  await enqueueMail(tx, { kind: 'email_undone', recipient: change.newEmail, payer: first.payer })
}

/** Who and what has the new address by the change: an owner whom a suspension took away and a new invite brought back, too. */
async function findMoved(
  tx: Queryable,
  { locked, changes, email }: { locked: Locked; changes: Change[]; email: string },
): Promise<{ people: Person[]; idle: Idle }> {
  const ownerless = changes.flatMap(({ person, payer }) => (person === null ? payer : []))
  const moved = changes.flatMap(({ person }) => person ?? [])
  const people = locked.people.filter(
    (one) => one.email === email && (moved.includes(one.id) || (one.role === 'owner' && ownerless.includes(one.payer))),
  )
  return { people, idle: await findIdle(tx, { email, people: moved, ownerless }) }
}

/** Nobody gets access again by an undo: staff ask the payer who is to come back. */
function tellLost(
  tx: Queryable,
  { payer, count, change }: { payer: number; count: number; change: number },
): Promise<void> {
  const people = count === 1 ? 'a person was' : `${count} people were`
  const message = `Before the old email was put back, ${people} taken away by whoever had the login. The payer's history says whom. Ask the payer, and add who is to come back.`
  return raiseAttention(tx, { kind: 'people_lost', subject: `${change}:${payer}`, payer, count, message })
}

type Undo = { req: PayloadRequest; change: number; payers: number[]; actor?: AuditActor }

/**
 * Puts the old address back, in the caller's transaction: sessions end, the password is void, second factors
 * and people that came since are gone, and the old address gets a link to choose a new password. Only what the change
 * moved goes back; where login access was switched off since it stays as it is, and an invite goes to the old
 * address. Says whether a login was put back. Throws `email_change_missing` when nothing is left to undo.
 */
export async function undoEmailChange(tx: Queryable, { req, change: id, payers, actor }: Undo): Promise<boolean> {
  const found = await tx.query<Change>({
    name: 'email-changes',
    text: CHANGES.replace(' for update', ''),
    values: [id],
  })
  const [first] = found.rows
  if (!first) throw new PortalError('email_change_missing')
  const at = await tx.query<{ id: number }>({
    text: 'select id from payer_portal_logins where lower(email) = $1',
    values: [first.newEmail],
  })
  const locked = await lockLogin(tx, {
    login: at.rows[0]?.id ?? null,
    payers: [...payers, ...found.rows.map(({ payer }) => payer)],
    email: first.oldEmail,
  })
  const { rows: changes } = await tx.query<Change>({ name: 'email-changes-locked', text: CHANGES, values: [id] })
  const { people, idle } = await findMoved(tx, { locked, changes, email: first.newEmail })
  const back = [...people, ...idle.people]
  const touched = [...new Set([...back.map(({ payer }) => payer), ...idle.records])]
  if (touched.length === 0) throw new PortalError('email_change_missing')
  const { added, lost } = await undoPeople(tx, {
    people: back.map((one) => one.id),
    payers: touched,
    since: first.requestedAt,
  })
  for (const one of lost) await tellLost(tx, { ...one, change: first.id })
  if (people.length > 0) await takeBack(tx, { payload: req.payload, people, change: first, locked })
  await takeIdleBack(tx, { payload: req.payload, idle, email: first.oldEmail })
  await tx.query({ name: 'email-undone', text: UNDONE, values: [changes.map((one) => one.id)] })
  for (const payer of touched) {
    const removed = added.filter((one) => one.payer === payer).map((one) => one.id)
    const data = removed.length > 0 ? { removed } : {}
    await recordAudit(tx, { req, action: 'email_undone', payer, data, ...(actor ? { actor } : {}) })
  }
  return people.length > 0
}

const OF_LINK = `select id from payer_portal_email_changes where token_id = $1`

/** Undoes the change that the mailed link of the old address is about. Throws `token_invalid`. */
export async function undoByLink(req: PayloadRequest, token: unknown): Promise<void> {
  const { payload } = req
  await countByNetwork(req, 'token')
  const link = await findToken(poolOf(payload), { token, purpose: 'undo_email' })
  await withTransaction(payload, async (tx) => {
    const { rows } = await tx.query<{ id: number }>({ name: 'email-of-link', text: OF_LINK, values: [link.id] })
    if (!rows[0]) throw new PortalError('token_invalid')
    const actor = { collection: 'payers', id: link.payer, person: link.person }
    await undoEmailChange(tx, { req, change: rows[0].id, payers: [link.payer], actor }).catch((error: unknown) => {
      if (error instanceof PortalError && error.code === 'email_change_missing') throw new PortalError('token_invalid')
      throw error
    })
    await spendToken(tx, link.id)
  })
}

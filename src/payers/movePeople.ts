import type { Queryable } from '../base/database.ts'
import { endAccess } from '../login/endAccess.ts'
import { revokeTokens } from '../login/revokeTokens.ts'

/** Emails of the people who may act for the survivor from now on, and of those whose access ends. */
export type MovedPeople = { moved: string[]; ended: string[] }

type Args = { from: number; into: number; survivorEmail: string }
type Person = { id: number; email: string; login: number | null; role: string }

const READ = `select id, email, login_id as login, role from payer_portal_people where payer_id = $1 order by id`
const EPOCH = 'update payer_portal_logins set epoch = epoch + 1, updated_at = now() where id = any($1::int[])'
const SESSIONS = 'delete from payer_portal_sessions where login_id = any($1::int[])'
const OWNER = `update payer_portal_people set payer_id = $2, updated_at = now() where payer_id = $1 and role = 'owner' and login_id is not null
 and lower(email) = lower($3) and not exists (select 1 from payer_portal_people where payer_id = $2 and role = 'owner')`
const HAS_OWNER = `select 1 from payer_portal_people where payer_id = $1 and role = 'owner'`
// Somebody whom the survivor had invited under this address is there already, by the other record's login.
const JOIN = `update payer_portal_people b set login_id = a.login_id, invite_status = 'accepted', invite_error = null, updated_at = now()
 from payer_portal_people a where a.payer_id = $1 and b.payer_id = $2 and lower(a.email) = lower(b.email) and b.login_id is null and a.login_id is not null
 and not exists (select 1 from payer_portal_people o where o.payer_id = $2 and o.login_id = a.login_id) returning b.id`
const DROP = `delete from payer_portal_people a where a.payer_id = $1 and exists (select 1 from payer_portal_people b
 where b.payer_id = $2 and (lower(b.email) = lower(a.email) or b.login_id = a.login_id))`
const MOVE = `update payer_portal_people set payer_id = $2, role = case when role = 'owner' then 'manage' else role end,
 invite_status = case when login_id is null and invite_status <> 'none' then 'expired' else invite_status end, updated_at = now() where payer_id = $1`
const REST = 'delete from payer_portal_people where payer_id = $1'

async function moveAll(tx: Queryable, { from, into }: Args): Promise<void> {
  const joined = await tx.query<{ id: number }>({ name: 'merge-join', text: JOIN, values: [from, into] })
  for (const { id } of joined.rows) await revokeTokens(tx, { payer: into, person: id })
  await tx.query({ name: 'merge-drop-people', text: DROP, values: [from, into] })
  await tx.query({ name: 'merge-people', text: MOVE, values: [from, into] })
}

/**
 * Lets the people of the merged record act for the survivor, where login access is on; its owner becomes a
 * person who may manage, unless both records have one email. Where the survivor has none, their access
 * ends. All of their sessions end.
 */
export async function movePeople(tx: Queryable, args: Args): Promise<MovedPeople> {
  const { from, into, survivorEmail } = args
  const before = (await tx.query<Person>({ name: 'merge-read-people', text: READ, values: [from] })).rows
  const logins = before.flatMap(({ login }) => login ?? [])
  await revokeTokens(tx, { payer: from })
  await tx.query({ name: 'merge-epoch', text: EPOCH, values: [logins] })
  await tx.query({ name: 'merge-owner', text: OWNER, values: [from, into, survivorEmail] })
  const owner = await tx.query({ name: 'merge-has-owner', text: HAS_OWNER, values: [into] })
  if (owner.rowCount) await moveAll(tx, args)
  await endAccess(tx, { payer: from, removeLogin: true })
  await tx.query({ name: 'merge-rest', text: REST, values: [from] })
  await tx.query({ name: 'merge-sessions', text: SESSIONS, values: [logins] })
  const after = (await tx.query<Person>({ name: 'merge-read-people', text: READ, values: [into] })).rows
  const there = new Set(after.map(({ email }) => email.toLowerCase()))
  const emails = before.map(({ email }) => email)
  return {
    moved: emails.filter((email) => there.has(email.toLowerCase())),
    ended: emails.filter((email) => !there.has(email.toLowerCase())),
  }
}

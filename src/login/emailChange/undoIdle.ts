import type { Payload } from 'payload'
import type { Queryable } from '../../base/database.ts'
import { invitePerson } from '../invitePerson.ts'
import { revokeTokens } from '../revokeTokens.ts'
import { dropTwins } from './dropTwins.ts'
import { writeEmail } from './writeEmail.ts'

/** What has the new address and no login: people whose access ended or who are invited anew, and records without login access. */
export type Idle = { people: { id: number; payer: number }[]; records: number[] }

type Moved = {
  email: string
  /** Numbers of the people that the change moved. */
  people: number[]
  /** Payers of whom the owner that it moved is gone. */
  ownerless: number[]
}

const PEOPLE = `select m.id, m.payer_id as payer from payer_portal_people m where m.login_id is null and lower(m.email) = $1
 and (m.id = any($2) or m.role = 'owner' and m.payer_id = any($3)) order by m.id`
const RECORDS = `select p.id from payers p where p.id = any($2) and lower(p.email) = $1
 and not exists (select 1 from payer_portal_people o where o.payer_id = p.id and o.role = 'owner') order by p.id`

/** What the change left under the new address where login access was switched off since, in the caller's transaction that has locked the payers. */
export async function findIdle(tx: Queryable, { email, people, ownerless }: Moved): Promise<Idle> {
  const found = await tx.query<Idle['people'][number]>({
    name: 'email-idle-people',
    text: PEOPLE,
    values: [email, people, ownerless],
  })
  const records = await tx.query<{ id: number }>({
    name: 'email-idle-records',
    text: RECORDS,
    values: [email, ownerless],
  })
  return { people: found.rows, records: records.rows.map(({ id }) => id) }
}

const INVITED = `select m.id from payer_portal_people m where m.id = any($1)
 and exists (select 1 from payer_portal_people o where o.payer_id = m.payer_id and o.role = 'owner') order by m.id`
const RECORD_EMAIL = `update payers set name = case when lower(name) = lower(email) then $2 else name end, email = $2, updated_at = now() where id = any($1)`

/** Puts the old address back on them. Nobody gets access by it: an invite under way goes to the old address instead. */
export async function takeIdleBack(
  tx: Queryable,
  { payload, idle, email }: { payload: Payload; idle: Idle; email: string },
): Promise<void> {
  const ids = idle.people.map(({ id }) => id)
  await dropTwins(tx, { payers: idle.people.map(({ payer }) => payer), people: ids, home: null, email })
  await writeEmail(tx, { people: ids, email })
  await tx.query({ name: 'email-idle-write', text: RECORD_EMAIL, values: [idle.records, email] })
  for (const { id, payer } of idle.people) await revokeTokens(tx, { payer, person: id })
  const invited = await tx.query<{ id: number }>({ name: 'email-idle-invited', text: INVITED, values: [ids] })
  for (const { id } of invited.rows) await invitePerson(tx, { payload, person: id, insideCooldown: 'wait' })
}

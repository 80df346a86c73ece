import type { Queryable } from '../../base/database.ts'
import { removePerson } from '../people/removePerson.ts'

type Args = {
  /** Numbers of the people whose email goes back. */
  people: number[]
  payers: number[]
  since: Date
}
type Added = { id: number; payer: number }

const BY = `a.actor_collection = 'payers' and a.payer_id = any($2) and a.created_at >= $3`
// Also whom somebody added whom they had added.
const ADDED = `with recursive theirs (id) as (select unnest($1::int[])
 union select (a.data->>'person')::int from audit_log a join theirs t on (a.data->>'byPerson')::int = t.id where a.action = 'person_added' and ${BY})
 select m.id, m.payer_id as payer from payer_portal_people m join theirs t on t.id = m.id
 where m.id <> all($1) and m.role <> 'owner' and m.payer_id = any($2) order by m.id`
// An owner whom a suspension took away has no row any more; the log knows the number.
const GONE = `select distinct (a.data->>'byPerson')::int as id from audit_log a where a.action = 'email_changed' and a.actor_collection = 'payers'
 and a.payer_id = any($1) and a.created_at >= $2 and not exists (select 1 from payer_portal_people m where m.id = (a.data->>'byPerson')::int)`
const RECEIPTS = `delete from payers_texts t using audit_log a where a.action = 'payer_changed' and (a.data->>'byPerson')::int = any($1) and ${BY}
 and t.parent_id = a.payer_id and t.path = 'receiptEmails' and a.data->'after'->'receiptEmails' ? t.text
 and not coalesce(a.data->'before'->'receiptEmails' ? t.text, false)`
// What somebody else has decided about a person since then stays.
const ROLES = `with theirs as (select (a.data->>'person')::int as person, (array_agg(a.data->'before'->>'role' order by a.id))[1] as before,
  (array_agg(a.data->'after'->>'role' order by a.id desc))[1] as after from audit_log a
  where a.action = 'person_changed' and (a.data->>'byPerson')::int = any($1) and a.data->'after' ? 'role' and ${BY} group by 1)
 update payer_portal_people m set role = t.before, updated_at = now() from theirs t
 where m.id = t.person and m.payer_id = any($2) and m.role = t.after and m.role <> 'owner' and t.before <> 'owner'`

/**
 * Takes back what these people did to the other people of their payers since then, in the caller's transaction
 * that has locked the payers: whom they added goes, receipt addresses that they added too, and roles that they changed are as before.
 * Returns who went.
 */
export async function undoPeople(tx: Queryable, { people: living, payers, since }: Args): Promise<Added[]> {
  const gone = await tx.query<{ id: number }>({ name: 'email-undo-gone', text: GONE, values: [payers, since] })
  const people = [...living, ...gone.rows.map(({ id }) => id)]
  const { rows: added } = await tx.query<Added>({
    name: 'email-undo-added',
    text: ADDED,
    values: [people, payers, since],
  })
  const theirs = [...people, ...added.map(({ id }) => id)]
  for (const { id, payer } of added) await removePerson(tx, { payer, person: id, editor: { kind: 'staff' } })
  await tx.query({ name: 'email-undo-receipts', text: RECEIPTS, values: [theirs, payers, since] })
  await tx.query({ name: 'email-undo-roles', text: ROLES, values: [theirs, payers, since] })
  return added
}

import type { Queryable } from '../../base/database.ts'
import { removePerson } from '../people/removePerson.ts'

type Args = {
  /** Numbers of the people whose email goes back. */
  people: number[]
  payers: number[]
  since: Date
}
type Added = { id: number; payer: number }
export type UndonePeople = {
  /** Who went with those that had added them. */
  added: Added[]
  /** How many were taken away of a payer, who do not come back by themselves. */
  lost: { payer: number; count: number }[]
}

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
// Of the list as it was before their first change, so that what they added and took away again does not come back, nor what somebody else took away.
const LOST_RECEIPTS = `with first as (select distinct on (a.payer_id) a.payer_id as payer, a.data->'before'->'receiptEmails' as emails from audit_log a
  where a.action = 'payer_changed' and (a.data->>'byPerson')::int = any($1) and a.data->'after' ? 'receiptEmails' and ${BY} order by a.payer_id, a.id),
 here as (select parent_id as payer, text, "order" from payers_texts where path = 'receiptEmails' and parent_id = any($2)),
 lost as (select f.payer, e.text, row_number() over (partition by f.payer order by e.place) as place from first f
  cross join jsonb_array_elements_text(case jsonb_typeof(f.emails) when 'array' then f.emails else '[]' end) with ordinality e(text, place)
  where not exists (select 1 from here h where h.payer = f.payer and lower(h.text) = lower(e.text))
  and exists (select 1 from audit_log a where a.action = 'payer_changed' and (a.data->>'byPerson')::int = any($1) and ${BY} and a.payer_id = f.payer
   and a.data->'before'->'receiptEmails' ? e.text and not coalesce(a.data->'after'->'receiptEmails' ? e.text, false)))
 insert into payers_texts ("order", parent_id, path, text)
 select coalesce((select max(h."order") from here h where h.payer = l.payer), 0) + l.place, l.payer, 'receiptEmails', l.text from lost l
 where l.place + (select count(*) from here h where h.payer = l.payer) <= 10`
const LOST = `select a.payer_id as payer, count(*)::int from audit_log a where a.action = 'person_removed' and (a.data->>'byPerson')::int = any($1)
 and ${BY} and not exists (select 1 from audit_log p where p.action = 'person_added' and p.data->'person' = a.data->'person' and p.payer_id = a.payer_id
  and p.created_at >= $3 and (p.data->>'byPerson')::int = any($1)) group by 1 order by 1`
// What somebody else has decided about a person since then stays.
const ROLES = `with theirs as (select (a.data->>'person')::int as person, (array_agg(a.data->'before'->>'role' order by a.id))[1] as before,
  (array_agg(a.data->'after'->>'role' order by a.id desc))[1] as after from audit_log a
  where a.action = 'person_changed' and (a.data->>'byPerson')::int = any($1) and a.data->'after' ? 'role' and ${BY} group by 1)
 update payer_portal_people m set role = t.before, updated_at = now() from theirs t
 where m.id = t.person and m.payer_id = any($2) and m.role = t.after and m.role <> 'owner' and t.before <> 'owner'`

/**
 * Takes back what these people did to the other people of their payers since then, in the caller's transaction
 * that has locked the payers: whom they added goes, receipt addresses and roles are as before. Whom they took away has to be asked
 * again, by somebody who knows them.
 */
export async function undoPeople(tx: Queryable, { people: living, payers, since }: Args): Promise<UndonePeople> {
  const gone = await tx.query<{ id: number }>({ name: 'email-undo-gone', text: GONE, values: [payers, since] })
  const people = [...living, ...gone.rows.map(({ id }) => id)]
  const { rows: added } = await tx.query<Added>({
    name: 'email-undo-added',
    text: ADDED,
    values: [people, payers, since],
  })
  const theirs = [...people, ...added.map(({ id }) => id)]
  for (const { id, payer } of added) await removePerson(tx, { payer, person: id, editor: { kind: 'staff' } })
  const values = [theirs, payers, since]
  await tx.query({ name: 'email-undo-receipts', text: RECEIPTS, values })
  await tx.query({ name: 'email-undo-lost-receipts', text: LOST_RECEIPTS, values })
  await tx.query({ name: 'email-undo-roles', text: ROLES, values })
  const lost = await tx.query<UndonePeople['lost'][number]>({ name: 'email-undo-lost', text: LOST, values })
  return { added, lost: lost.rows }
}

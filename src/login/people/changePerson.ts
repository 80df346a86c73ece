import type { PersonRole } from '../../../access/rules/payerOf.ts'
import type { Queryable } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { findPerson } from './findPerson.ts'
import type { PersonEditor } from './PersonEditor.ts'
import type { PersonChange } from './parsePerson.ts'

type Args = { payer: number; person: number | null; editor: PersonEditor; change: PersonChange }

const CHANGE = `update payer_portal_people set name = case when $3 then $4 else name end, role = coalesce($5, role), updated_at = now()
 where id = $2 and payer_id = $1 and role <> 'owner'`
const RENAME = `update payer_portal_people set name = $3, updated_at = now() where id = $2 and payer_id = $1 returning id`

/** A name alone may be changed of everybody, by staff and by the person; it says nothing about access. */
async function rename(tx: Queryable, { payer, person, editor, change }: Args): Promise<boolean> {
  const isOwn = editor.kind === 'staff' || editor.person === person
  if (!isOwn || change.role !== undefined || change.name === undefined) return false
  const { rows } = await tx.query({ name: 'login-rename-person', text: RENAME, values: [payer, person, change.name] })
  if (rows.length === 0) throw new PortalError('person_not_found')
  return true
}

/**
 * Changes the name or role of a person, under the payer's lock in the caller's transaction; it counts on the
 * person's next request. Returns the role before; null for a name alone. Throws `person_not_found`, `person_is_owner` and `person_is_self`.
 */
export async function changePerson(tx: Queryable, args: Args): Promise<{ role: PersonRole | null }> {
  if (await rename(tx, args)) return { role: null }
  const { payer, change } = args
  const { id, role } = await findPerson(tx, args)
  const values = [payer, id, change.name !== undefined, change.name ?? null, change.role ?? null]
  await tx.query({ name: 'login-change-person', text: CHANGE, values })
  return { role }
}

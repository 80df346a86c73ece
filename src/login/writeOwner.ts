import type { Queryable } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'

const WRITE = `insert into payer_portal_people (payer_id, email, role) values ($1, $2, 'owner')
 on conflict (payer_id) where role = 'owner' do update set email = excluded.email, updated_at = now(),
 bounce_reason = case when payer_portal_people.email = excluded.email then payer_portal_people.bounce_reason end returning id`
// Somebody who was invited to this payer under this address becomes its owner.
const PROMOTE = `update payer_portal_people set role = 'owner', updated_at = now() where payer_id = $1 and lower(email) = $2 and role <> 'owner'
 and not exists (select 1 from payer_portal_people o where o.payer_id = $1 and o.role = 'owner') returning id`

const ARCHIVED = 'select 1 from payers where id = $1 and archived_at is not null'

/**
 * Writes the owner, the person behind the email of the payer's record: with it login access is on. Returns
 * the person's id. Throws `payer_archived`.
 */
export async function writeOwner(tx: Queryable, { payer, email }: { payer: number; email: string }): Promise<number> {
  const archived = await tx.query({ name: 'login-owner-archived', text: ARCHIVED, values: [payer] })
  if (archived.rows.length > 0) throw new PortalError('payer_archived')
  const address = email.trim().toLowerCase()
  const promoted = await tx.query<{ id: number }>({ name: 'login-promote', text: PROMOTE, values: [payer, address] })
  const { rows } = promoted.rows.length
    ? promoted
    : await tx.query<{ id: number }>({ name: 'login-write-owner', text: WRITE, values: [payer, address] })
  const id = rows[0]?.id
  if (id === undefined) throw new Error('The owner was not written.')
  return id
}

import type { Queryable } from '../../base/database.ts'

const PEOPLE = `update payer_portal_people set email = $2, login_id = coalesce($3, login_id), bounce_reason = null, bounced_at = null, updated_at = now() where id = any($1)`
// A record without a name is called by its email.
const PAYERS = `update payers set name = case when lower(name) = lower(email) then $2 else name end, email = $2, updated_at = now()
 where id in (select payer_id from payer_portal_people where id = any($1) and role = 'owner')`

type Args = {
  people: number[]
  email: string
  /** The login by which they act from now on; otherwise it stays. */
  login?: number
}

/** Puts an address on people and on the records that they own. */
export async function writeEmail(tx: Queryable, { people, email, login }: Args): Promise<void> {
  await tx.query({ name: 'email-write-people', text: PEOPLE, values: [people, email, login ?? null] })
  await tx.query({ name: 'email-write-payers', text: PAYERS, values: [people, email] })
}

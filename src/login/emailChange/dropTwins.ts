import type { Queryable } from '../../base/database.ts'

// The old address was invited anew meanwhile: the same person, who now gets back more than that.
const TWICE = `delete from payer_portal_people m where m.payer_id = any($1) and (m.id <> all($2) and m.role <> 'owner' and (m.login_id = $3 or lower(m.email) = $4)
 or m.id = any($2) and exists (select 1 from payer_portal_people o where o.payer_id = m.payer_id and o.role = 'owner' and o.id <> m.id and (o.login_id = $3 or lower(o.email) = $4)))`

type Args = {
  payers: number[]
  /** Who goes back to the address. */
  people: number[]
  /** The login to which they go back; null for none. */
  home: number | null
  email: string
}

/** Leaves of these people, and of who has the address to which they go back, one for each payer. */
export async function dropTwins(tx: Queryable, { payers, people, home, email }: Args): Promise<void> {
  await tx.query({ name: 'email-twice', text: TWICE, values: [payers, people, home, email] })
}

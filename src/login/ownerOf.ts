import type { Queryable } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'

const READ = `select id from payer_portal_people where payer_id = $1 and role = 'owner'`

/** The owner of a payer, the person behind the email of its record. Throws `login_access_off` when there is none. */
export async function ownerOf(tx: Queryable, payer: number): Promise<number> {
  const { rows } = await tx.query<{ id: number }>({ name: 'login-owner', text: READ, values: [payer] })
  const id = rows[0]?.id
  if (id === undefined) throw new PortalError('login_access_off')
  return id
}

import type { Queryable } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'

const READ = `select 1 from payer_portal_people where payer_id = $1 and lower(email) = $2 and role <> 'owner'`

/** Throws `person_exists` when another person of this payer has the email: nobody is two persons of one payer. */
export async function refuseKnownPerson(
  tx: Queryable,
  { payer, email }: { payer: number; email: string },
): Promise<void> {
  const values = [payer, email.toLowerCase()]
  const { rows } = await tx.query({ name: 'login-known-person', text: READ, values })
  if (rows.length > 0) throw new PortalError('person_exists')
}

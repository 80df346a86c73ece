import type { PayloadRequest } from 'payload'
import { recordAudit } from '../audit/recordAudit.ts'
import { transactionOf } from '../base/database.ts'
import { endAccess } from './endAccess.ts'
import { invitePerson } from './invitePerson.ts'
import { writeOwner } from './writeOwner.ts'

type Args = {
  payer: number
  /** What the caller asks for. */
  access: boolean
}

const READ = `select p.email, m.id as owner, m.email as "ownerEmail" from payers p
 left join payer_portal_people m on m.payer_id = p.id and m.role = 'owner' where p.id = $1`

type State = { email: string | null; owner: number | null; ownerEmail: string | null }

/**
 * Makes the access follow `loginAccess`, in the transaction that changed it: switched on, the payer is
 * invited once; switched off, the access ends. Judged on what is stored, so that saving the same value
 * again does nothing. Returns whether something was done.
 */
export async function applyLoginAccess(
  req: PayloadRequest,
  { payer, access }: Args,
): Promise<'invited' | 'ended' | null> {
  const tx = await transactionOf(req)
  const { rows } = await tx.query<State>({ name: 'login-access-state', text: READ, values: [payer] })
  const state = rows[0]
  if (!state) return null
  if (access && state.owner === null && state.email) {
    const person = await writeOwner(tx, { payer, email: state.email })
    await invitePerson(tx, { payload: req.payload, person, insideCooldown: 'wait' })
    await recordAudit(tx, { req, action: 'login_access_on', payer })
    return 'invited'
  }
  if (!access && state.owner !== null) {
    await endAccess(tx, { payer, removeLogin: false })
    await recordAudit(tx, { req, action: 'login_access_off', payer })
    return 'ended'
  }
  // An email that nothing locked was edited: the next invite goes to the new one.
  if (state.owner !== null && state.email && state.email.toLowerCase() !== state.ownerEmail?.toLowerCase())
    await writeOwner(tx, { payer, email: state.email })
  return null
}

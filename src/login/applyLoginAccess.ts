import type { Payload, PayloadRequest } from 'payload'
import { recordAudit } from '../audit/recordAudit.ts'
import { type Queryable, transactionOf } from '../base/database.ts'
import { endAccess } from './endAccess.ts'
import { invitePerson } from './invitePerson.ts'
import { limitMails } from './limitMails.ts'
import { refuseKnownPerson } from './refuseKnownPerson.ts'
import { writeOwner } from './writeOwner.ts'

type Args = {
  payer: number
  /** What the caller asks for. */
  access: boolean
}

const OTHERS = `select id from payer_portal_people where payer_id = $1 and role <> 'owner' order by id`
const READ = `select p.email, m.id as owner, m.email as "ownerEmail" from payers p
 left join payer_portal_people m on m.payer_id = p.id and m.role = 'owner' where p.id = $1`

type State = { email: string | null; owner: number | null; ownerEmail: string | null }

/** The owner first, then everybody who stands among the people: who was linked or invited before, or added meanwhile. */
async function inviteAll(
  tx: Queryable,
  { payload, payer, owner }: { payload: Payload; payer: number; owner: number },
): Promise<void> {
  const { rows } = await tx.query<{ id: number }>({ name: 'login-other-people', text: OTHERS, values: [payer] })
  for (const person of [owner, ...rows.map(({ id }) => id)])
    await invitePerson(tx, { payload, person, insideCooldown: 'wait' })
}

/**
 * Makes the access follow `loginAccess`, in the transaction that changed it: switched on, the payer is
 * invited once, and its further people with it; switched off, the access ends. Judged on what is stored, so that saving the same value
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
    await limitMails(tx, req)
    await inviteAll(tx, { payload: req.payload, payer, owner: person })
    await recordAudit(tx, { req, action: 'login_access_on', payer })
    return 'invited'
  }
  if (!access && state.owner !== null) {
    await endAccess(tx, { payer, removeLogin: false })
    await recordAudit(tx, { req, action: 'login_access_off', payer })
    return 'ended'
  }
  // An email that nothing locked was edited: the next invite goes to the new one.
  if (state.owner !== null && state.email && state.email.toLowerCase() !== state.ownerEmail?.toLowerCase()) {
    await refuseKnownPerson(tx, { payer, email: state.email })
    await writeOwner(tx, { payer, email: state.email })
  }
  return null
}

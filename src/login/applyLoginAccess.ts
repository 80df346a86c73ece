import type { PayloadRequest } from 'payload'
import { transactionOf } from '../base/database.ts'
import { endAccess } from './endAccess.ts'
import { invitePayer } from './invitePayer.ts'
import { recordAudit } from './recordAudit.ts'

type State = { access: boolean; invited: boolean; open: boolean }

const READ = `select coalesce(p.login_access, false) as access, coalesce(p.invite_status, 'none') <> 'none' as invited,
 exists (select 1 from payer_portal_memberships m where m.payer_id = p.id)
 or exists (select 1 from payer_portal_tokens t where t.payer_id = p.id and t.used_at is null) as open
 from payers p where p.id = $1`

/**
 * Makes the stored state follow `loginAccess`, in the transaction that changed it: switched on, the
 * payer is invited once; switched off, the access ends. Judged on what is stored, so that saving the
 * same value again does nothing. Returns whether something was done.
 */
export async function applyLoginAccess(req: PayloadRequest, payer: number): Promise<'invited' | 'ended' | null> {
  const tx = await transactionOf(req)
  const { rows } = await tx.query<State>({ name: 'login-access-state', text: READ, values: [payer] })
  const state = rows[0]
  if (!state) return null
  if (state.access && !state.invited && !state.open) {
    await invitePayer(tx, { payload: req.payload, payer, insideCooldown: 'wait' })
    await recordAudit(tx, { req, action: 'login_access_on', payer })
    return 'invited'
  }
  if (!state.access && (state.invited || state.open)) {
    await endAccess(tx, { payer, removeLogin: false })
    await recordAudit(tx, { req, action: 'login_access_off', payer })
    return 'ended'
  }
  return null
}

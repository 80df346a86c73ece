import { endAccess } from '../../login/endAccess.ts'
import { staffAction } from './staffAction.ts'

const OFF = 'update payers set login_access = false, updated_at = now() where id = $1'

/** `DELETE /:id/login`: removes the login at once; the record with its wallet, associations and history stays. */
export const deleteLoginEndpoint = staffAction({
  path: '/:id/login',
  method: 'delete',
  action: 'login_deleted',
  work: async (tx, { payer }) => {
    await tx.query({ text: OFF, values: [payer] })
    await endAccess(tx, { payer, removeLogin: true })
    return { message: 'The login was deleted.', loginAccess: false, invite: { status: 'none' } }
  },
})

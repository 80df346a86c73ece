import { endAccess } from '../../login/endAccess.ts'
import { staffAction } from './staffAction.ts'

/** `DELETE /:id/login`: removes the login at once; the record with its wallet, associations and history stays. */
export const deleteLoginEndpoint = staffAction({
  path: '/:id/login',
  method: 'delete',
  action: 'login_deleted',
  work: async (tx, { payer }) => {
    await endAccess(tx, { payer, removeLogin: true })
    return { message: 'The login was deleted.', loginAccess: false, invite: { status: 'none' } }
  },
})

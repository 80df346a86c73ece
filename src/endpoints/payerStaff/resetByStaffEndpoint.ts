import { resetByStaff } from '../../login/requestReset.ts'
import { staffAction } from './staffAction.ts'

/** `POST /:id/reset-password`: mails the payer a link to set a new password. 429 inside the cool-down. */
export const resetByStaffEndpoint = staffAction({
  path: '/:id/reset-password',
  method: 'post',
  action: 'reset_password',
  mails: true,
  work: async (tx, { payload, payer }) => {
    await resetByStaff(tx, { payload, payer })
    return { message: 'The mail to set a new password is on its way.' }
  },
})

import { changeEmail } from '../../login/changeEmail.ts'
import { staffAction } from './staffAction.ts'

const MESSAGES = {
  invited: 'The invite was sent to the new email.',
  confirming: 'The new email gets a link to confirm it. Until then the old one stays.',
} as const

/** `POST /:id/change-email { email }`: the safe change of a login's email. */
export const changeEmailEndpoint = staffAction({
  path: '/:id/change-email',
  method: 'post',
  action: 'change_email',
  mails: true,
  work: async (tx, { payload, payer, body }) => {
    const state = await changeEmail(tx, { payload, payer, email: body.email })
    return { message: MESSAGES[state], state }
  },
})

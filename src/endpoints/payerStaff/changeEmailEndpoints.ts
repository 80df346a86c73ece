import { PortalError } from '../../base/errors.ts'
import { cancelEmailChange } from '../../login/emailChange/cancelEmailChange.ts'
import { changeRecordEmail } from '../../login/emailChange/changeRecordEmail.ts'
import { readUndoableOfOwner } from '../../login/emailChange/readEmailChange.ts'
import { undoEmailChange } from '../../login/emailChange/undoEmailChange.ts'
import { ownerLogin } from '../../login/readLoginFacts.ts'
import { staffAction } from './staffAction.ts'

const MESSAGES = {
  invited: 'The invite was sent to the new email.',
  confirming: 'The new email gets a link to confirm it. Until then the old one stays.',
} as const

/** `POST /:id/change-email { email }`: the safe change of the email of one record's login. */
const ask = staffAction({
  path: '/:id/change-email',
  method: 'post',
  action: 'change_email',
  mails: true,
  facts: ({ state }) => ({ state }),
  work: async (tx, { payload, payer, body }) => {
    const state = await changeRecordEmail(tx, { payload, payer, email: body.email })
    return { message: MESSAGES[state], state }
  },
})

/** `DELETE /:id/change-email`: takes back the change that waits. */
const cancel = staffAction({
  path: '/:id/change-email',
  method: 'delete',
  action: null,
  work: async (tx, { payer, req }) => {
    await cancelEmailChange(tx, { req, payer, login: await ownerLogin(tx, payer) })
    return { message: 'The change was cancelled. The email stays as it is.' }
  },
})

/** `POST /:id/undo-email`: puts the old address back, as its own link would. */
const undo = staffAction({
  path: '/:id/undo-email',
  method: 'post',
  action: null,
  mails: true,
  work: async (tx, { payer, req }) => {
    const changed = await readUndoableOfOwner(tx, payer)
    if (!changed) throw new PortalError('email_change_missing')
    const hasLogin = await undoEmailChange(tx, { req, change: changed.id, payers: [payer] })
    const more = hasLogin ? ' A link to choose a new password is on its way to it.' : ''
    return { message: `The old email is back.${more}` }
  },
})

export const changeEmailEndpoints = [ask, cancel, undo]

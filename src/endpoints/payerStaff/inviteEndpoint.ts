import { invitePerson } from '../../login/invitePerson.ts'
import { ownerOf } from '../../login/ownerOf.ts'
import { staffAction } from './staffAction.ts'

/** `POST /:id/invite`: a new link by mail; the older one is dead. 429 inside the cool-down. */
export const inviteEndpoint = staffAction({
  path: '/:id/invite',
  method: 'post',
  action: 'invite',
  mails: true,
  work: async (tx, { payload, payer }) => {
    await invitePerson(tx, { payload, person: await ownerOf(tx, payer), insideCooldown: 'refuse' })
    return { message: 'The welcome mail is on its way.', invite: { status: 'queued' } }
  },
})

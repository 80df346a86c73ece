import { recordAudit } from '../../audit/recordAudit.ts'
import { archivePayer, unarchivePayer } from '../../payers/archivePayer.ts'
import { erasePayer } from '../../payers/erasePayer.ts'
import { staffAction } from '../payerStaff/staffAction.ts'

/** `POST /:id/archive`: ends the access and hides the record; 409 with the transactions while one is under way. */
export const archiveEndpoint = staffAction({
  path: '/:id/archive',
  method: 'post',
  action: null,
  may: 'payers.write',
  work: async (tx, { payer, req }) => {
    if (await archivePayer(tx, payer)) await recordAudit(tx, { req, action: 'payer_archived', payer })
    return { message: 'The payer is archived.' }
  },
})

/** `POST /:id/unarchive`: the record is back, without login access. */
export const unarchiveEndpoint = staffAction({
  path: '/:id/unarchive',
  method: 'post',
  action: null,
  may: 'payers.write',
  work: async (tx, { payer, req }) => {
    if (await unarchivePayer(tx, payer)) await recordAudit(tx, { req, action: 'payer_unarchived', payer })
    return { message: 'The payer is out of the archive. Login access is off.' }
  },
})

/** `POST /:id/erase { confirm }`: blanks who an archived payer is, for good. `confirm` is the payer's name. */
export const eraseEndpoint = staffAction({
  path: '/:id/erase',
  method: 'post',
  action: 'payer_erased',
  may: 'payers.erase',
  facts: ({ erased }) => ({ erased }),
  work: async (tx, { payer, body }) => {
    const { erased } = await erasePayer(tx, { payer, confirm: body.confirm })
    return { message: 'The contact data of this payer was erased.', erased }
  },
})

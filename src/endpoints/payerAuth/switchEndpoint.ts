import type { Endpoint } from 'payload'
import { recordAudit } from '../../audit/recordAudit.ts'
import { withTransaction } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { SLUGS } from '../../base/slugs.ts'
import { requirePayer } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { readJson } from '../request/readJson.ts'
import { ownRecord } from './sessionAnswer.ts'

const SWITCH = `update payer_portal_sessions s set payer_id = $2 from payer_portal_people m
 where s.id = $1 and m.login_id = s.login_id and m.payer_id = $2 returning m.id as person`

/** `POST /switch { payer }`: the session acts for another record of the same login from now on. */
export const switchEndpoint: Endpoint = {
  path: '/switch',
  method: 'post',
  handler: async (req) => {
    const caller = requirePayer(req, 'view')
    const { payer } = await readJson(req)
    const id = typeof payer === 'number' || typeof payer === 'string' ? Number(payer) : Number.NaN
    if (!Number.isSafeInteger(id)) throw new PortalError('bad_request', { message: 'payer must be an id.' })
    const known = id > 0 && id <= 2_147_483_647
    if (!known) throw new PortalError('payer_not_found')
    await withTransaction(req.payload, async (tx) => {
      const { rows } = await tx.query<{ person: number }>({
        name: 'session-switch',
        text: SWITCH,
        values: [caller.sessionId, id],
      })
      if (!rows[0]) throw new PortalError('payer_not_found')
      const actor = { collection: SLUGS.payers, id, person: rows[0].person }
      await recordAudit(tx, { req, action: 'payer_switched', payer: id, actor, data: { from: caller.id } })
    })
    req.user = { ...req.user, id } as NonNullable<typeof req.user>
    return json({ message: 'Switched.', user: await ownRecord(req, id) })
  },
}

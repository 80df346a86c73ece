import type { Endpoint } from 'payload'
import { poolOf } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'

import { payersConfig } from '../../login/payersConfig.ts'
import { requirePayer } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { sessionExpiry } from './meEndpoint.ts'
import { ownRecord } from './sessionAnswer.ts'

/** `POST /refresh-token`: the idle time starts again; the absolute end stays where it is. */
export const refreshEndpoint: Endpoint = {
  path: '/refresh-token',
  method: 'post',
  handler: async (req) => {
    const payer = requirePayer(req, 'view')
    await poolOf(req.payload).query({
      name: 'payer-session-seen',
      text: 'update payer_portal_sessions set last_seen_at = now() where id = $1',
      values: [payer.sessionId],
    })
    const exp = await sessionExpiry(req, payer.sessionId)
    if (exp === null) throw new PortalError('login_required')
    const collection = payersConfig(req)
    for (const hook of collection.hooks.afterRefresh ?? [])
      await hook({ collection, context: req.context, exp, req, token: '' })
    return json({ message: 'Token refresh successful', exp, user: await ownRecord(req, payer.id) })
  },
}

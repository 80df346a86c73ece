import type { Endpoint } from 'payload'
import { payerOf } from '../../../access/rules/payerOf.ts'
import { logOut } from '../../login/logOut.ts'
import { payersConfig } from '../../login/payersConfig.ts'
import { endedCookie } from '../../login/sessionCookie.ts'
import { json } from '../request/json.ts'

/** `POST /logout`, with `?allSessions=true` on every device. Answers alike when nobody is logged in. */
export const logoutEndpoint: Endpoint = {
  path: '/logout',
  method: 'post',
  handler: async (req) => {
    const payer = payerOf(req)
    if (payer) {
      await logOut(req, { payer, isEverywhere: req.searchParams.get('allSessions') === 'true' })
      const collection = payersConfig(req)
      for (const hook of collection.hooks.afterLogout ?? []) await hook({ collection, context: req.context, req })
    }
    return json({ message: 'You have been logged out successfully.' }, { headers: { 'Set-Cookie': endedCookie() } })
  },
}

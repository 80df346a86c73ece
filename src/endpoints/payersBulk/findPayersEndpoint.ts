import type { Endpoint } from 'payload'
import { poolOf } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { findPayers } from '../../payers/findPayers.ts'
import { requireStaff } from '../request/callers.ts'
import { json } from '../request/json.ts'

const LONGEST = 200

/** `GET /find?q=zoe&except=17`: the first payers whose name, email or business has this text, to choose from. */
export const findPayersEndpoint: Endpoint = {
  path: '/find',
  method: 'get',
  handler: async (req) => {
    requireStaff(req)
    const q = req.searchParams?.get('q')?.trim() ?? ''
    const except = req.searchParams?.get('except') ?? null
    if (q === '' || q.length > LONGEST || q.includes('\0'))
      throw new PortalError('bad_request', { message: `q must be a text of 1 to ${LONGEST} characters.` })
    if (except !== null && !/^[1-9]\d{0,8}$/.test(except)) throw new PortalError('payer_not_found')
    return json({ docs: await findPayers(poolOf(req.payload), { q, except: except === null ? null : Number(except) }) })
  },
}

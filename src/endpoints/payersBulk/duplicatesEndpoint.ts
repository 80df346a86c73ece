import type { Endpoint } from 'payload'
import { poolOf } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { findDuplicates } from '../../payers/findDuplicates.ts'
import { requireStaff } from '../request/callers.ts'
import { json } from '../request/json.ts'

/** `GET /duplicates`: groups of records that look like one payer, with why; `?payer=17` those of one. */
export const duplicatesEndpoint: Endpoint = {
  path: '/duplicates',
  method: 'get',
  handler: async (req) => {
    requireStaff(req)
    const given = req.searchParams?.get('payer') ?? null
    if (given !== null && !/^[1-9]\d{0,8}$/.test(given)) throw new PortalError('payer_not_found')
    const groups = await findDuplicates(poolOf(req.payload), given === null ? {} : { payer: Number(given) })
    return json({ groups })
  },
}

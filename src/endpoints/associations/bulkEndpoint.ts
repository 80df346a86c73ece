import type { Endpoint } from 'payload'
import { bulkAssociate } from '../../associations/bulkAssociate.ts'
import { PortalError } from '../../base/errors.ts'
import { parseDrafts } from '../preview/parseDrafts.ts'
import { requireStaff } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { readIds } from '../request/readIds.ts'
import { readFlag } from '../request/readImport.ts'
import { readJson } from '../request/readJson.ts'

const MAX_PAYERS = 100

/**
 * `POST /api/associations/bulk { payers, associations, dryRun }`: the same associations to up to 100 payers, each payer in a transaction of its
 * own, with a result for each. Nothing is written unless `dryRun` is false.
 */
export const bulkEndpoint: Endpoint = {
  path: '/bulk',
  method: 'post',
  handler: async (req) => {
    requireStaff(req, 'associations.write')
    const body = await readJson(req)
    const dryRun = readFlag({ body, name: 'dryRun', otherwise: true })
    const payers = readIds(body.payers, { name: 'payers', most: MAX_PAYERS })
    const rules = parseDrafts(body.associations)
    if (rules.length === 0) throw new PortalError('bad_request', { message: 'associations must hold at least one.' })
    return json({ dryRun, results: await bulkAssociate(req, { payers, rules, dryRun }) })
  },
}

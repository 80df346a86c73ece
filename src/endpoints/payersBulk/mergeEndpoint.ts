import type { Endpoint } from 'payload'
import { recordAudit } from '../../audit/recordAudit.ts'
import { PortalError } from '../../base/errors.ts'
import { type MergeReport, runMerge } from '../../payers/mergePayers.ts'
import { requireStaff, routeId } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { readJson } from '../request/readJson.ts'

const MAX_ID = 2_147_483_647

function parseBody(body: Record<string, unknown>): { into: number; dryRun: boolean } {
  const { into, dryRun = false } = body
  if (typeof into !== 'number' || !Number.isSafeInteger(into) || into < 1 || into > MAX_ID)
    throw new PortalError('bad_request', { message: 'into must be the number of a payer.' })
  if (typeof dryRun !== 'boolean') throw new PortalError('bad_request', { message: 'dryRun must be true or false.' })
  return { into, dryRun }
}

/** Numbers only: the log keeps no name and no email. */
const countsOf = ({ associations, paymentMethods, people, ...counts }: MergeReport) => ({
  ...counts,
  associations: associations.moved,
  paymentMethods: paymentMethods.moved.length,
  detached: paymentMethods.detached.length,
  people: people.moved.length,
  ended: people.ended.length,
})

/** `POST /:id/merge { into, dryRun }`: moves everything of this payer to another one; a dry run says what would move. */
export const mergeEndpoint: Endpoint = {
  path: '/:id/merge',
  method: 'post',
  handler: async (req) => {
    // Who sees what changes with it, too.
    for (const action of ['payers.write', 'login.manage', 'associations.write'] as const) requireStaff(req, action)
    const from = routeId(req)
    const { into, dryRun } = parseBody(await readJson(req))
    if (from === null) throw new PortalError('payer_not_found')
    const report = await runMerge({
      payload: req.payload,
      from,
      into,
      dryRun,
      record: async (tx, moved) => {
        await recordAudit(tx, { req, action: 'payer_merged', payer: from, data: { into, ...countsOf(moved) } })
        await recordAudit(tx, { req, action: 'payer_merged', payer: into, data: { from, ...countsOf(moved) } })
      },
    })
    return json({ dryRun, from, into, ...report })
  },
}

import type { Endpoint } from 'payload'
import { recordAudit } from '../../audit/recordAudit.ts'
import { withTransaction } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { findSource } from '../../connect/findSource.ts'
import { enqueueSync } from '../../connect/sync/enqueueSync.ts'
import { portalOptions } from '../../options/portalOptions.ts'
import { requireStaff } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { readJson } from '../request/readJson.ts'

/** `POST /connect/sync` `{ source?, whole?, full? }`: the worker reads one source, or all. `whole`: every invoice, not only changes; `full`: the same, and many may be missing. */
export const syncEndpoint: Endpoint = {
  path: '/connect/sync',
  method: 'post',
  handler: async (req) => {
    requireStaff(req, 'connect.sync')
    const { source, whole, full } = await readJson(req)
    if (source !== undefined && typeof source !== 'string')
      throw new PortalError('bad_request', { message: 'source must be the key of a source.' })
    for (const flag of [whole, full])
      if (flag !== undefined && typeof flag !== 'boolean')
        throw new PortalError('bad_request', { message: 'whole and full must be true or false.' })
    const keys = source
      ? [findSource(req.payload, source).key]
      : portalOptions(req.payload).sources.map((candidate) => candidate.key)
    await withTransaction(req.payload, async (tx) => {
      await recordAudit(tx, { req, action: 'sync_started', data: { sources: keys, full: full === true } })
      for (const key of keys)
        await enqueueSync(tx, { source: key, cause: 'staff', whole: whole === true, full: full === true })
    })
    return json({ sources: keys }, { status: 202 })
  },
}

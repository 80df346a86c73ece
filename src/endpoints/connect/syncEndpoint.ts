import type { Endpoint } from 'payload'
import { recordAudit } from '../../audit/recordAudit.ts'
import { withTransaction } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { findSource } from '../../connect/findSource.ts'
import { enqueueJob } from '../../jobs/enqueueJob.ts'
import { portalOptions } from '../../options/portalOptions.ts'
import { requireStaff } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { readJson } from '../request/readJson.ts'

/** `POST /connect/sync` `{ source?, full? }`: the worker reads one source, or all. */
export const syncEndpoint: Endpoint = {
  path: '/connect/sync',
  method: 'post',
  handler: async (req) => {
    requireStaff(req, 'connect.sync')
    const { source, full } = await readJson(req)
    if (source !== undefined && typeof source !== 'string')
      throw new PortalError('bad_request', { message: 'source must be the key of a source.' })
    if (full !== undefined && typeof full !== 'boolean')
      throw new PortalError('bad_request', { message: 'full must be true or false.' })
    const keys = source
      ? [findSource(req.payload, source).key]
      : portalOptions(req.payload).sources.map((candidate) => candidate.key)
    await withTransaction(req.payload, async (tx) => {
      await recordAudit(tx, { req, action: 'sync_started', data: { sources: keys, full: full === true } })
      for (const key of keys) {
        const job = { source: key, ...(full ? { full } : {}) }
        await enqueueJob(tx, { task: 'syncSource', payload: job, jobKey: `sync-${key}`, maxAttempts: 3 })
      }
    })
    return json({ sources: keys }, { status: 202 })
  },
}

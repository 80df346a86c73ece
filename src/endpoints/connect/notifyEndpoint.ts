import type { Endpoint, PayloadRequest } from 'payload'
import { withTransaction } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { findSource } from '../../connect/findSource.ts'
import { checkNotice } from '../../connect/sync/checkNotice.ts'
import { enqueueSync } from '../../connect/sync/enqueueSync.ts'
import { portalOptions } from '../../options/portalOptions.ts'
import { json } from '../request/json.ts'
import { rawBody } from '../webhook/rawBody.ts'

const MOST_IDS = 1000
const MAX_ID = 600
const FORM = `The body is {} or { "ids": [external ids] }, at most ${MOST_IDS} of them.`

const isId = (value: unknown): value is string =>
  typeof value === 'string' && value.trim() !== '' && value.length <= MAX_ID && !/\0|\p{Surrogate}/u.test(value)

/** Null: no invoice is named. Throws `bad_request`. */
function readIds(body: Buffer): string[] | null {
  let ids: unknown
  try {
    const given = JSON.parse(body.toString('utf8')) as { ids?: unknown } | null
    ids = typeof given === 'object' && given !== null && !Array.isArray(given) ? (given.ids ?? null) : undefined
  } catch {
    throw new PortalError('bad_request', { message: 'The body is not valid JSON.' })
  }
  if (ids === null) return null
  if (Array.isArray(ids) && ids.length > 0 && ids.length <= MOST_IDS && ids.every(isId)) return ids
  throw new PortalError('bad_request', { message: FORM })
}

/** Whoever has no secret for a source is not told whether there is one. */
async function signedBody(req: PayloadRequest, key: string): Promise<Buffer> {
  const { syncSecrets } = portalOptions(req.payload)
  const secret = Object.hasOwn(syncSecrets, key) ? syncSecrets[key] : undefined
  const body = await rawBody(req)
  const { pathname, search } = new URL(req.url ?? '', 'http://portal')
  const header = req.headers.get('portal-signature')
  const about = { method: 'POST', path: pathname + search, body, header, now: new Date() }
  if (!secret || !checkNotice({ secret, ...about })) throw new PortalError('signature_invalid')
  return body
}

/**
 * `POST /connect/notify/:source` `{ ids? }`: the billing system says that something changed. Signed; a repeat has the same
 * read again. 202: the worker will read these invoices, or what changed.
 */
export const notifyEndpoint: Endpoint = {
  path: '/connect/notify/:source',
  method: 'post',
  handler: async (req) => {
    const key = String(req.routeParams?.source ?? '')
    const ids = readIds(await signedBody(req, key))
    const source = findSource(req.payload, key)
    const cause = 'notify'
    const named = ids && source.readInvoices ? { ids } : {}
    await withTransaction(req.payload, (tx) => enqueueSync(tx, { source: source.key, cause, ...named }))
    return json({ received: true }, { status: 202 })
  },
}

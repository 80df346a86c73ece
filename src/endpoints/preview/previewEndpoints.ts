import type { Endpoint, PayloadRequest } from 'payload'
import { poolOf } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { asOf } from '../../connect/sync/asOf.ts'
import { type DraftRule, readSummary } from '../../invoices/readSummary.ts'
import { overlapWarnings, previewWarnings } from '../../preview/previewWarnings.ts'
import { requireStaff, routeId } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { readIds } from '../request/readIds.ts'
import { readJson } from '../request/readJson.ts'
import { parseDrafts } from './parseDrafts.ts'

async function requirePayerId(req: PayloadRequest): Promise<number> {
  requireStaff(req)
  const id = routeId(req)
  const { rows } =
    id === null
      ? { rows: [] }
      : await poolOf(req.payload).query<{ archived: boolean }>({
          name: 'preview-payer',
          text: 'select archived_at is not null as archived from payers where id = $1::int',
          values: [id],
        })
  if (id === null || !rows[0]) throw new PortalError('payer_not_found')
  if (rows[0].archived) throw new PortalError('payer_archived')
  return id
}

type Asked = { drafts: DraftRule[]; without: number[] }

async function preview(req: PayloadRequest, payer: number, { drafts, without }: Asked): Promise<Response> {
  const { payload } = req
  const isDrafted = drafts.length > 0 || without.length > 0
  const summary = await readSummary({ payload, payer, ...(isDrafted ? { drafts, without } : {}) })
  const warnings = await previewWarnings({ payload, payer, drafts, without, totals: summary.totals })
  return json({
    totals: summary.totals,
    credits: summary.credits,
    asOf: await asOf(payload, summary.sources.length > 0 ? summary.sources : undefined),
    warnings: [...warnings, ...(await overlapWarnings(req, { payer, drafts }))],
  })
}

/**
 * `GET /api/payers/:id/preview`: what this payer sees now. `POST` with `{ associations }` adds drafts to it, and leaves out the
 * stored ones whose ids `replacing` lists. Changes nothing.
 */
export const previewEndpoints: Endpoint[] = [
  {
    path: '/:id/preview',
    method: 'get',
    handler: async (req) => preview(req, await requirePayerId(req), { drafts: [], without: [] }),
  },
  {
    path: '/:id/preview',
    method: 'post',
    handler: async (req) => {
      const payer = await requirePayerId(req)
      const { associations, replacing } = await readJson(req)
      const without = replacing === undefined ? [] : readIds(replacing, { name: 'replacing', most: 500 })
      return preview(req, payer, { drafts: parseDrafts(associations), without })
    },
  },
]

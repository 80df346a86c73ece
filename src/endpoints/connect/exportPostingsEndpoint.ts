import type { Endpoint } from 'payload'
import { recordAudit } from '../../audit/recordAudit.ts'
import { withTransaction } from '../../base/database.ts'
import { listPostings } from '../../connect/posting/listPostings.ts'
import { postingsCsv } from '../../connect/posting/postingsCsv.ts'
import { requireStaff } from '../request/callers.ts'
import { csv } from '../request/csv.ts'
import { readJson } from '../request/readJson.ts'
import { readPostingFilter } from './readPostingFilter.ts'
import { plainText } from './readQuery.ts'

const MAX_ROWS = 10_000

/** `POST /postings/export` `{ <filters> }` for staff: CSV of at most 10,000 rows, the newest first. It writes an entry of the audit log. */
export const exportPostingsEndpoint: Endpoint = {
  path: '/postings/export',
  method: 'post',
  handler: async (req) => {
    requireStaff(req)
    const body = await readJson(req)
    const filter = readPostingFilter((name) => plainText(name, body[name] ?? ''))
    const docs = await listPostings({ payload: req.payload, filter, limit: MAX_ROWS + 1, offset: 0 })
    const rows = docs.slice(0, MAX_ROWS)
    const isCapped = docs.length > MAX_ROWS
    const asked = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null))
    await withTransaction(req.payload, (tx) =>
      recordAudit(tx, {
        req,
        action: 'postings_exported',
        payer: filter.payer,
        data: { filter: asked, rows: rows.length },
      }),
    )
    return csv(postingsCsv(rows, { isCapped }), 'postings')
  },
}

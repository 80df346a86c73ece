import type { Endpoint } from 'payload'
import { importRules } from '../../associations/import/importRules.ts'
import { RULE_COLUMNS } from '../../associations/import/ruleColumns.ts'
import { recordAudit } from '../../audit/recordAudit.ts'
import { poolOf } from '../../base/database.ts'
import { parseCsvFile } from '../../base/parseCsvFile.ts'
import { requireStaff } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { csvOf, importPart, readFlag, readImportBody } from '../request/readImport.ts'

const aliases = {
  payeremail: 'payer',
  payerid: 'payer',
  payernumber: 'payer',
  email: 'payer',
  billingsource: 'source',
  lastday: 'endsOn',
} as const

/**
 * `POST /api/associations/import { csv, dryRun, from, limit }`, or the file itself as `text/csv` with the rest in the address: what
 * becomes of every row. Nothing is written unless `dryRun` is false. `from` and `limit` take a part of the
 * rows; `next` is where the following part begins.
 */
export const importRulesEndpoint: Endpoint = {
  path: '/import',
  method: 'post',
  handler: async (req) => {
    requireStaff(req, 'associations.write')
    const body = await readImportBody(req)
    const options = { dryRun: readFlag({ body, name: 'dryRun', otherwise: true }), ...importPart(body) }
    const { rows, unknownColumns } = parseCsvFile(csvOf(body), { columns: RULE_COLUMNS, aliases, needed: 'payer' })
    const report = await importRules(req, { rows, options })
    if (!options.dryRun)
      await recordAudit(poolOf(req.payload), {
        req,
        action: 'associations_imported',
        data: { ...report.counts, from: options.from, total: report.total },
      })
    return json({ dryRun: options.dryRun, unknownColumns, ...report })
  },
}

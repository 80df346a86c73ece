import type { Endpoint } from 'payload'
import { recordAudit } from '../../audit/recordAudit.ts'
import { poolOf } from '../../base/database.ts'
import { importPayers } from '../../payers/import/importPayers.ts'
import type { ImportOptions } from '../../payers/import/importPlan.ts'
import { parseImport } from '../../payers/import/parseImport.ts'
import { requireStaff } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { csvOf, type Given, importPart, readFlag, readImportBody } from '../request/readImport.ts'

function optionsOf(body: Given): ImportOptions {
  return {
    dryRun: readFlag({ body, name: 'dryRun', otherwise: true }),
    invite: readFlag({ body, name: 'invite', otherwise: false }),
    update: readFlag({ body, name: 'update', otherwise: false }),
    ...importPart(body),
  }
}

/**
 * `POST /import { csv, dryRun, invite, update, from, limit }`, or the file itself as `text/csv` with the rest in
 * the address: what becomes of every row. Nothing is written unless `dryRun` is false. `from` and `limit`
 * take a part of the rows; `next` is where the following part begins.
 */
export const importEndpoint: Endpoint = {
  path: '/import',
  method: 'post',
  handler: async (req) => {
    requireStaff(req, 'payers.write')
    const body = await readImportBody(req)
    const options = optionsOf(body)
    const file = parseImport(csvOf(body))
    if (options.invite) requireStaff(req, 'login.manage')
    if (file.hasAssociations) requireStaff(req, 'associations.write')
    const report = await importPayers(req, { file, options })
    if (!options.dryRun)
      await recordAudit(poolOf(req.payload), {
        req,
        action: 'payers_imported',
        data: { ...report.counts, from: options.from, total: report.total },
      })
    return json({ dryRun: options.dryRun, unknownColumns: file.unknownColumns, ...report })
  },
}

import type { Endpoint, PayloadRequest } from 'payload'
import { recordAudit } from '../../audit/recordAudit.ts'
import { poolOf } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { MAX_IMPORT_BYTES } from '../../payers/import/importColumns.ts'
import { importPayers } from '../../payers/import/importPayers.ts'
import type { ImportOptions } from '../../payers/import/importPlan.ts'
import { parseImport } from '../../payers/import/parseImport.ts'
import { requireStaff } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { readJson } from '../request/readJson.ts'

// As JSON a line break or a quote is two characters.
const MAX_JSON = 2 * MAX_IMPORT_BYTES

type Given = Record<string, unknown>

/** The fields of a JSON body, or a plain file with the options in the address. */
async function readBody(req: PayloadRequest): Promise<Given> {
  if (!req.headers.get('content-type')?.startsWith('text/csv')) return readJson(req, MAX_JSON)
  const options = [...(req.searchParams ?? new URLSearchParams())].map(([key, value]): [string, unknown] => {
    if (value === 'true' || value === 'false') return [key, value === 'true']
    return [key, /^\d{1,6}$/.test(value) ? Number(value) : value]
  })
  return { ...Object.fromEntries(options), csv: (await req.text?.()) ?? '' }
}

function flag({ body, name, otherwise }: { body: Given; name: string; otherwise: boolean }): boolean {
  const value = body[name] ?? otherwise
  if (typeof value !== 'boolean') throw new PortalError('bad_request', { message: `${name} must be true or false.` })
  return value
}

function count({ body, name, otherwise }: { body: Given; name: string; otherwise: number }): number {
  const value = body[name] ?? otherwise
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw new PortalError('bad_request', { message: `${name} must be a whole number.` })
  return value
}

function csvOf({ csv }: Given): string {
  if (typeof csv !== 'string') throw new PortalError('bad_request', { message: 'csv must be the text of the file.' })
  if (Buffer.byteLength(csv) > MAX_IMPORT_BYTES)
    throw new PortalError('bad_request', { message: 'The file is larger than 5 MB.' })
  if (csv.includes('\0')) throw new PortalError('bad_request', { message: 'This is not a text file in UTF-8.' })
  return csv
}

function optionsOf(body: Given): ImportOptions {
  return {
    dryRun: flag({ body, name: 'dryRun', otherwise: true }),
    invite: flag({ body, name: 'invite', otherwise: false }),
    update: flag({ body, name: 'update', otherwise: false }),
    from: count({ body, name: 'from', otherwise: 0 }),
    limit: count({ body, name: 'limit', otherwise: 10_000 }),
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
    const body = await readBody(req)
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

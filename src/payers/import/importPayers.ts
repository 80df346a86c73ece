import type { PayloadRequest } from 'payload'
import { poolOf } from '../../base/database.ts'
import { importGroup, type RowFate } from './importGroup.ts'
import type { ImportFile } from './parseImport.ts'
import { type ImportValues, readImportRow } from './readImportRow.ts'

export type ImportOptions = {
  /** Say what would happen, and write nothing. */
  dryRun: boolean
  /** Switch login access on, and so send the welcome mail, where the file says yes. */
  invite: boolean
  /** Take names, phone and address of payers that exist from the file. */
  update: boolean
  /** The part of the rows to take, counted from 0. */
  from: number
  limit: number
}

export type ImportReport = {
  total: number
  /** Where the following part begins; null after the last one. */
  next: number | null
  counts: Record<RowFate['fate'], number>
  rows: RowFate[]
}

/** Rows of one email, in the order of the file: one payer. `at` is where the first one stands. */
export type ImportGroup = { at: number; rows: { line: number; values: ImportValues }[] }

const MOST_AT_ONCE = 4

/** The rows of each payer together, and the fates of those that cannot be read. */
function groupRows(file: ImportFile): { groups: ImportGroup[]; broken: (RowFate & { at: number })[] } {
  const groups = new Map<string, ImportGroup>()
  const broken: (RowFate & { at: number })[] = []
  for (const [at, row] of file.rows.entries()) {
    const values = readImportRow(row)
    if ('reason' in values) {
      broken.push({
        at,
        line: row.line,
        email: row.cells.email ?? '',
        fate: 'error',
        payer: null,
        notes: [],
        ...values,
      })
      continue
    }
    const group = groups.get(values.email) ?? { at, rows: [] }
    group.rows.push({ line: row.line, values })
    groups.set(values.email, group)
  }
  return { groups: [...groups.values()], broken }
}

/** Some at a time, so that the requests of others still find a connection. */
async function runAll<Item, Result>(
  items: Item[],
  { atOnce, work }: { atOnce: number; work: (item: Item) => Promise<Result> },
) {
  const results: Result[] = []
  const queue = items.entries()
  const worker = async () => {
    for (const [at, item] of queue) results[at] = await work(item)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return results
}

/**
 * What becomes of each row: every payer in a transaction of its own, through the collections with the caller's
 * rights, so that a row that fails stops no other. A dry run does the same and takes it back. A second
 * run of the same file creates nothing.
 */
export async function importPayers(
  req: PayloadRequest,
  { file, options }: { file: ImportFile; options: ImportOptions },
): Promise<ImportReport> {
  const { from, limit } = options
  const isPart = ({ at }: { at: number }) => at >= from && at < from + limit
  const { groups, broken } = groupRows(file)
  const atOnce = Math.max(1, Math.min(MOST_AT_ONCE, Math.floor((poolOf(req.payload).options.max ?? 10) / 3)))
  const fates = await runAll(groups.filter(isPart), { atOnce, work: (group) => importGroup(req, { group, options }) })
  const rows = [...fates.flat(), ...broken.filter(isPart).map(({ at: _at, ...fate }) => fate)]
  rows.sort((a, b) => a.line - b.line)
  const counts = { create: 0, update: 0, skip: 0, error: 0 }
  for (const { fate } of rows) counts[fate] += 1
  const total = file.rows.length
  return { total, next: from + limit < total ? from + limit : null, counts, rows }
}

import type { PayloadRequest } from 'payload'
import { poolOf, type Queryable } from '../../base/database.ts'
import { SLUGS } from '../../base/slugs.ts'
import { areAsBuilt } from '../../options/areAsBuilt.ts'
import { findSimilar } from '../findSimilar.ts'
import { payerName } from '../payerName.ts'
import { importGroup } from './importGroup.ts'
import { importMany, type ManyDone } from './importMany.ts'
import { firstOf, type ImportGroup, type ImportOptions, type RowFate } from './importPlan.ts'
import type { ImportFile } from './parseImport.ts'
import { readImportRow } from './readImportRow.ts'

export type ImportReport = {
  total: number
  /** Where the following part begins; null after the last one. */
  next: number | null
  counts: Record<RowFate['fate'], number>
  rows: RowFate[]
}

type Args = { groups: ImportGroup[]; options: ImportOptions }

const ONE_BY_ONE_AT_ONCE = 4
const MANY = 1000

/** The rows of each payer together, and the fates of those that cannot be read. */
function groupRows(file: ImportFile): { groups: ImportGroup[]; broken: (RowFate & { at: number })[] } {
  const groups = new Map<string, ImportGroup>()
  const broken: (RowFate & { at: number })[] = []
  for (const [at, row] of file.rows.entries()) {
    const values = readImportRow(row)
    if ('reason' in values) {
      const rest = { fate: 'error' as const, payer: null, notes: [], similar: [], ...values }
      broken.push({ at, line: row.line, email: row.cells.email ?? '', ...rest })
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

async function oneByOne(req: PayloadRequest, { groups, options }: Args): Promise<RowFate[]> {
  const atOnce = Math.max(1, Math.min(ONE_BY_ONE_AT_ONCE, Math.floor((poolOf(req.payload).options.max ?? 10) / 3)))
  return (await runAll(groups, { atOnce, work: (group) => importGroup(req, { group, options }) })).flat()
}

async function takeMany(req: PayloadRequest, { groups, options }: Args): Promise<ManyDone> {
  const done: ManyDone = { fates: [], left: [] }
  for (let from = 0; from < groups.length; from += MANY) {
    const some = groups.slice(from, from + MANY)
    try {
      const { fates, left } = await importMany(req, { groups: some, options })
      done.fates.push(...fates)
      done.left.push(...left)
    } catch (error) {
      // One of them cannot be stored: one by one only that one fails, and says why.
      req.payload.logger.warn({ err: error }, 'Rows of an import are taken one by one')
      done.left.push(...some)
    }
  }
  return done
}

/** Tells of each payer that would be made which others look like it. */
async function addSimilar(
  db: Queryable,
  { groups, fates }: { groups: ImportGroup[]; fates: RowFate[] },
): Promise<void> {
  const made = new Map(fates.filter(({ fate }) => fate === 'create').map((fate) => [fate.line, fate]))
  const asked = groups.flatMap((group) => {
    const fate = made.get(group.rows[0]?.line ?? 0)
    return fate ? [{ fate, values: firstOf(group) }] : []
  })
  if (asked.length === 0) return
  const contacts = asked.map(({ values: { email, contact } }) => {
    return { name: payerName(contact), email, phone: contact.phone ?? null }
  })
  const similar = await findSimilar(db, contacts)
  for (const [at, { fate }] of asked.entries()) fate.similar = similar[at] ?? []
}

/**
 * What becomes of each row, with the caller's rights: many plain ones together, the rest, and everything where the host
 * has changed the collections, through the collections in a transaction for each payer. A row that fails stops no
 * other. A dry run does the same and takes it back. A second run of the same file creates nothing.
 */
export async function importPayers(
  req: PayloadRequest,
  { file, options }: { file: ImportFile; options: ImportOptions },
): Promise<ImportReport> {
  const { from, limit } = options
  const isPart = ({ at }: { at: number }) => at >= from && at < from + limit
  const { groups, broken } = groupRows(file)
  const part = groups.filter(isPart)
  const many = areAsBuilt(req.payload, [SLUGS.payers, SLUGS.associations])
    ? await takeMany(req, { groups: part, options })
    : { fates: [], left: part }
  const fates = [...many.fates, ...(await oneByOne(req, { groups: many.left, options }))]
  if (options.dryRun) await addSimilar(poolOf(req.payload), { groups: part, fates })
  const rows = [...fates, ...broken.filter(isPart).map(({ at: _at, ...fate }) => fate)]
  rows.sort((a, b) => a.line - b.line)
  const counts = { create: 0, update: 0, skip: 0, error: 0 }
  for (const { fate } of rows) counts[fate] += 1
  const total = file.rows.length
  return { total, next: from + limit < total ? from + limit : null, counts, rows }
}

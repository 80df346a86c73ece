import type { Knex } from 'knex'
import type { SourceRow, SourceSnapshot } from '../../BillingSource.ts'
import { mappedColumns } from './mappedColumns.ts'
import type { OpenDatabase } from './openDatabase.ts'
import type { SqlPosting, SqlSourceOptions } from './SqlSourceOptions.ts'
import { literalSql, quoteName } from './sqlText.ts'
import { toSourceError } from './toSourceError.ts'

export const REQUIRED_INVOICE_COLUMNS = [
  'externalId',
  'number',
  'clientNumber',
  'clientName',
  'currency',
  'balance',
] as const
const OPTIONAL = [
  'matters',
  'matterNumber',
  'matterDescription',
  'issuedOn',
  'dueOn',
  'total',
  'account',
  'isVoid',
  'memo',
] as const

const BATCH = 4000
const REFERENCES = 5000

type Cells = Partial<Record<(typeof REQUIRED_INVOICE_COLUMNS)[number] | (typeof OPTIONAL)[number], string | null>>
type Matters = SourceRow['matters']
type Args = { options: SqlSourceOptions; reading: OpenDatabase; signal?: AbortSignal }

function readMatters(cells: Cells): Matters {
  if (cells.matters === undefined)
    return [{ matterNumber: cells.matterNumber ?? null, matterDescription: cells.matterDescription ?? null }]
  if (cells.matters === null) return []
  const list: unknown = JSON.parse(cells.matters)
  if (!Array.isArray(list)) throw new SyntaxError('not a list')
  return list.map((entry: Record<string, unknown> | null) => ({
    matterNumber: textOf(entry?.matterNumber),
    matterDescription: textOf(entry?.matterDescription),
  }))
}

function textOf(value: unknown): string | null {
  if (typeof value === 'object' && value !== null) throw new SyntaxError('not a text')
  return value === null || value === undefined ? null : String(value)
}

const EMPTY = {
  externalId: null,
  number: null,
  clientNumber: null,
  clientName: null,
  issuedOn: null,
  dueOn: null,
  currency: null,
  total: null,
  balance: null,
  account: null,
  memo: null,
}

function toSourceRow(cells: Cells): SourceRow {
  const { matters: _matters, matterNumber: _number, matterDescription: _description, isVoid, ...plain } = cells
  const row = { ...EMPTY, ...plain, isVoid: isVoid === 'true' }
  try {
    return { ...row, matters: readMatters(cells) }
  } catch {
    // One row's fault: the others of the read go on.
    return { ...row, matters: [], problem: 'matters is not a JSON array of { matterNumber, matterDescription }' }
  }
}

async function* batches(trx: Knex.Transaction, signal?: AbortSignal): AsyncGenerator<SourceRow[]> {
  try {
    for (;;) {
      signal?.throwIfAborted()
      const { rows } = (await trx.raw(`fetch forward ${BATCH} from portal_invoices`)) as { rows: Cells[] }
      if (rows.length === 0) return
      yield rows.map(toSourceRow)
    }
  } catch (error) {
    throw toSourceError(error)
  }
}

async function openCursor(trx: Knex.Transaction, statement: string): Promise<void> {
  const columns = await mappedColumns({ trx, name: 'invoices', statement, required: REQUIRED_INVOICE_COLUMNS })
  const wanted = [...REQUIRED_INVOICE_COLUMNS, ...OPTIONAL].filter((column) => columns.has(column))
  // As text: what `numeric` and `date` say arrives exactly, whatever parsers the process has set.
  const list = wanted.map((column) => `t."${column}"::text as "${column}"`).join(', ')
  await trx.raw(`declare portal_invoices no scroll cursor for select ${list} from (${literalSql(statement)}) t`)
}

async function referencesIn(
  trx: Knex.Transaction,
  { table, reference }: NonNullable<SqlPosting['receipts']>,
  references: string[],
): Promise<Set<string>> {
  const found = new Set<string>()
  const column = quoteName(reference)
  for (let at = 0; at < references.length; at += REFERENCES) {
    const { rows } = (await trx.raw(
      `select ${column}::text as reference from ${quoteName(table)} where ${column} = any(?::text[])`,
      [references.slice(at, at + REFERENCES)],
    )) as { rows: { reference: string }[] }
    for (const row of rows) found.add(row.reference)
  }
  return found
}

/** One repeatable-read, read-only transaction from which every batch and every reference comes. Memory is one batch. */
export async function readSqlSnapshot({ options, reading, signal }: Args): Promise<SourceSnapshot> {
  const startedAt = new Date()
  const trx = await reading.begin({ readOnly: true, timeout: options.readTimeout ?? 600 })
  const close = async () => {
    if (!trx.isCompleted()) await trx.rollback().catch(() => undefined)
  }
  try {
    await openCursor(trx, options.invoices)
  } catch (error) {
    await close()
    throw toSourceError(error)
  }
  const receipts = options.posting?.receipts
  return {
    startedAt,
    invoices: batches(trx, signal),
    ...(receipts
      ? {
          containedReferences: (references: string[]) =>
            referencesIn(trx, receipts, references).catch((error) => {
              throw toSourceError(error)
            }),
        }
      : {}),
    close,
  }
}

import type { Knex } from 'knex'
import { errorText } from '../../errorText.ts'
import { SourceError } from '../../SourceError.ts'
import { SEARCH_COLUMNS } from '../searchColumns.ts'
import { checkUniqueReference } from './checkUniqueReference.ts'
import { LINE_VALUES, POSTING_VALUES } from './createSqlPost.ts'
import { mappedColumns } from './mappedColumns.ts'
import type { OpenDatabase } from './openDatabase.ts'
import { REQUIRED_INVOICE_COLUMNS } from './rowReader.ts'
import type { SqlDialect } from './SqlDialect.ts'
import type { SqlChanges, SqlPosting, SqlSourceOptions } from './SqlSourceOptions.ts'
import { sinceSql } from './selectSql.ts'
import { nextMark } from './sqlMark.ts'
import { toSourceError } from './toSourceError.ts'

type Args = { options: SqlSourceOptions; reading: OpenDatabase }
type ReceiptsOf = { dialect: SqlDialect; receipts: NonNullable<SqlPosting['receipts']> }

const TEXTS_AND_COMMENTS = /'(?:[^']|'')*'|"[^"]*"|--[^\n]*|\/\*[\s\S]*?\*\//g
const VALUES = new Map(POSTING_VALUES.map((name) => [name.toLowerCase(), name]))

const OF_LINES: readonly string[] = LINE_VALUES

/** What a name that there is not must be, or could be. */
function meant(name: string): string {
  if (OF_LINES.includes(name)) return 'which only `posting.insertLine` has'
  const written = VALUES.get(name.toLowerCase())
  if (written) return `which must be written :${written}`
  return `and a posting has no such value; it has ${POSTING_VALUES.map((each) => `:${each}`).join(', ')}`
}

/** `:paidon` for `:paidOn` would only be found when the first payment is posted. */
function checkNames(posting: SqlPosting): void {
  for (const name of ['insert', 'insertLine', 'closedThrough'] as const) {
    const text = (posting[name] ?? '').replaceAll(TEXTS_AND_COMMENTS, ' ')
    const used = [...text.matchAll(/(?<![:\w\]]):([a-z]\w*)/gi)].map(([, each = '']) => each)
    const isThere = (each: string) =>
      VALUES.get(each.toLowerCase()) === each && (name === 'insertLine' || !OF_LINES.includes(each))
    const wrong = used.find((each) => !isThere(each))
    if (wrong)
      throw new SourceError(`The mapping \`posting.${name}\` has :${wrong}, ${meant(wrong)}.`, { temporary: false })
  }
}

/** A misspelt table or column must not be told as one that lacks its index. */
async function checkReceipts(trx: Knex.Transaction, { dialect, receipts }: ReceiptsOf): Promise<void> {
  const [id, reference] = [dialect.own(receipts.id), dialect.own(receipts.reference)]
  try {
    await trx.raw(`select ${id}, ${reference} from ${dialect.own(receipts.table)} where 1 = 0`)
  } catch (error) {
    throw new SourceError(`The mapping \`posting.receipts\` does not run: ${errorText(error)}`, {
      temporary: toSourceError(error, dialect).temporary,
      cause: error,
    })
  }
  await checkUniqueReference(trx, { dialect, receipts })
}

async function checkChanges(trx: Knex.Transaction, { dialect, changes }: { dialect: SqlDialect; changes: SqlChanges }) {
  const since = await nextMark(trx, { dialect, changes })
  for (const name of ['invoices', 'deleted'] as const) {
    const mapped = changes[name]
    if (mapped === undefined) continue
    if (!mapped.includes(':since'))
      throw new SourceError(`The mapping \`changes.${name}\` has no :since.`, { temporary: false })
    const statement = sinceSql(dialect, { statement: mapped, since })
    await mappedColumns({ trx, dialect, name: `changes.${name}`, statement, required: ['externalId'] })
  }
}

async function checkStatements(trx: Knex.Transaction, { options, reading }: Args): Promise<void> {
  const { dialect } = reading
  const { invoices, search, posting, document } = options
  await mappedColumns({ trx, dialect, name: 'invoices', statement: invoices, required: REQUIRED_INVOICE_COLUMNS })
  for (const level of ['client', 'matter', 'invoice'] as const) {
    const required = SEARCH_COLUMNS[level]
    await mappedColumns({ trx, dialect, name: `search.${level}`, statement: search?.[level], required })
  }
  if (document) {
    const statement = document.replaceAll(/(?<!:):invoiceId\b/g, 'null')
    await mappedColumns({ trx, dialect, name: 'document', statement, required: ['externalId', 'content'] })
  }
  if (options.changes) await checkChanges(trx, { dialect, changes: options.changes })
  if (posting) checkNames(posting)
  if (posting?.receipts) await checkReceipts(trx, { dialect, receipts: posting.receipts })
}

/** Proves on the live database that every mapped statement runs and its columns fit. Throws a SourceError naming mapping and column. */
export function checkMapping(args: Args): Promise<void> {
  const timeout = args.options.readTimeout ?? 600
  return args.reading.run({ readOnly: true, timeout }, (trx) => checkStatements(trx, args))
}

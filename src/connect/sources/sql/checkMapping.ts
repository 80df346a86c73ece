import type { Knex } from 'knex'
import { SourceError } from '../../SourceError.ts'
import { SEARCH_COLUMNS } from '../searchColumns.ts'
import { checkUniqueReference } from './checkUniqueReference.ts'
import { POSTING_VALUES } from './createSqlPost.ts'
import { mappedColumns } from './mappedColumns.ts'
import type { OpenDatabase } from './openDatabase.ts'
import { REQUIRED_INVOICE_COLUMNS } from './rowReader.ts'
import type { SqlDialect } from './SqlDialect.ts'
import type { SqlChanges, SqlPosting, SqlSourceOptions } from './SqlSourceOptions.ts'
import { sinceSql } from './selectSql.ts'
import { nextMark } from './sqlMark.ts'

type Args = { options: SqlSourceOptions; reading: OpenDatabase }

/** `:paidon` for `:paidOn` would only be found when the first payment is posted. */
function checkNames(posting: SqlPosting): void {
  const known = new Map(POSTING_VALUES.map((name) => [name.toLowerCase(), name]))
  for (const name of ['insert', 'insertLine', 'closedThrough'] as const) {
    const used = [...(posting[name] ?? '').matchAll(/(?<!:):([a-z]+)/gi)].map(([, each = '']) => each)
    const wrong = used.find((each) => known.has(each.toLowerCase()) && known.get(each.toLowerCase()) !== each)
    if (wrong)
      throw new SourceError(
        `The mapping \`posting.${name}\` has :${wrong}, which must be written :${known.get(wrong.toLowerCase())}.`,
        { temporary: false },
      )
  }
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
    await mappedColumns({ trx, dialect, name: `search.${level}`, statement: search[level], required })
  }
  if (document) {
    const statement = document.replaceAll(/(?<!:):invoiceId\b/g, 'null')
    await mappedColumns({ trx, dialect, name: 'document', statement, required: ['externalId', 'content'] })
  }
  if (options.changes) await checkChanges(trx, { dialect, changes: options.changes })
  if (posting) checkNames(posting)
  if (posting?.receipts) await checkUniqueReference(trx, { dialect, receipts: posting.receipts })
}

/** Proves on the live database that every mapped statement runs and its columns fit. Throws a SourceError naming mapping and column. */
export function checkMapping(args: Args): Promise<void> {
  const timeout = args.options.readTimeout ?? 600
  return args.reading.run({ readOnly: true, timeout }, (trx) => checkStatements(trx, args))
}

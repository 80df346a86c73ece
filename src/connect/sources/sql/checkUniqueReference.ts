import type { Knex } from 'knex'
import { SourceError } from '../../SourceError.ts'
import type { SqlDialect } from './SqlDialect.ts'
import type { SqlPosting } from './SqlSourceOptions.ts'

type Args = { dialect: SqlDialect; receipts: NonNullable<SqlPosting['receipts']> }

/** Throws a SourceError unless the reference column has a unique index of its own: without it a repeat could post twice. */
export async function checkUniqueReference(trx: Knex.Transaction, { dialect, receipts }: Args): Promise<void> {
  const { table, reference } = receipts
  const { text, values } = dialect.uniqueIndex({ table, column: reference })
  if (dialect.rows(await trx.raw(text, values)).length > 0) return
  throw new SourceError(
    `${table}.${reference} needs a unique index of its own: without it a payment could be entered twice.`,
    { temporary: false },
  )
}

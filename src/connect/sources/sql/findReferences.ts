import type { Knex } from 'knex'
import type { SqlDialect } from './SqlDialect.ts'
import type { SqlPosting } from './SqlSourceOptions.ts'
import { referencesSql } from './selectSql.ts'
import { LONGEST_LIST } from './sqlText.ts'
import { toSourceError } from './toSourceError.ts'

type Args = {
  dialect: SqlDialect
  trx: Knex.Transaction
  receipts: NonNullable<SqlPosting['receipts']>
  references: readonly string[]
}

/** Which of these references the receipts hold, in the state that this transaction sees. Rejects with a SourceError. */
export async function findReferences({ dialect, trx, receipts, references }: Args): Promise<Set<string>> {
  const found = new Set<string>()
  try {
    for (let at = 0; at < references.length; at += LONGEST_LIST) {
      const asked = references.slice(at, at + LONGEST_LIST)
      const { text, values } = referencesSql(dialect, { ...receipts, references: asked })
      for (const row of dialect.rows(await trx.raw(text, values))) found.add(String(row.reference))
    }
    return found
  } catch (error) {
    throw toSourceError(error, dialect)
  }
}

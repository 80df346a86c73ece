import type { Knex } from 'knex'
import { errorText } from '../../errorText.ts'
import { SourceError } from '../../SourceError.ts'
import { literalSql } from './sqlText.ts'
import { toSourceError } from './toSourceError.ts'

type Args = { trx: Knex.Transaction; name: string; statement: string; required: readonly string[] }

/** The column names that a mapped SELECT has. Throws a SourceError that names the mapping when one is missing or it does not run. */
export async function mappedColumns({ trx, name, statement, required }: Args): Promise<Set<string>> {
  let fields: { name: string }[]
  try {
    const answer = (await trx.raw(`select * from (${literalSql(statement)}) t limit 0`)) as {
      fields: { name: string }[]
    }
    fields = answer.fields
  } catch (error) {
    throw new SourceError(`The mapping \`${name}\` does not run: ${errorText(error)}`, {
      temporary: toSourceError(error).temporary,
      cause: error,
    })
  }
  const columns = new Set(fields.map((field) => field.name))
  const missing = required.filter((column) => !columns.has(column))
  if (missing.length > 0)
    throw new SourceError(
      `The mapping \`${name}\` has no column ${missing.map((column) => `"${column}"`).join(', ')}.`,
      {
        temporary: false,
      },
    )
  return columns
}

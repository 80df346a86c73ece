import type { Knex } from 'knex'
import { errorText } from '../../errorText.ts'
import { SourceError } from '../../SourceError.ts'
import { checkColumns } from './checkColumns.ts'
import type { ColumnKind, SqlColumn, SqlDialect } from './SqlDialect.ts'
import { toSourceError } from './toSourceError.ts'

type Args = {
  trx: Knex.Transaction
  dialect: SqlDialect
  name: string
  statement: string
  required: readonly string[]
}

async function describe({ trx, dialect, name, statement }: Args): Promise<SqlColumn[]> {
  if (typeof statement !== 'string' || !statement.trim())
    throw new SourceError(`The mapping \`${name}\` is not given.`, { temporary: false })
  try {
    return await dialect.columns(trx, statement)
  } catch (error) {
    throw new SourceError(`The mapping \`${name}\` does not run: ${errorText(error)}`, {
      temporary: toSourceError(error, dialect).temporary,
      cause: error,
    })
  }
}

/** The columns that a mapped SELECT has, with what they hold. Throws a SourceError that names the mapping when it does not run, or a column does not fit. */
export async function mappedColumns(args: Args): Promise<Map<string, ColumnKind>> {
  const columns = await describe(args)
  checkColumns({ name: args.name, columns, required: args.required })
  return new Map(columns.map(({ name, kind }) => [name, kind]))
}

import { SourceError } from '../../../SourceError.ts'
import type { SqlDialect } from '../SqlDialect.ts'
import type { SqlConnection } from '../SqlSourceOptions.ts'
import { literalSql, marks, quoteName } from '../sqlText.ts'
import { streamBatches } from '../streamBatches.ts'

/** Busy, deadlock, a server that starts, stops or cannot be reached, a snapshot that is too old. */
const TEMPORARY = new Set([54, 60, 1013, 1017, 1033, 1034, 1089, 1555, 3113, 3114, 3135, 8177])

const UNIQUE_INDEX = `
select i.index_name as "found" from all_indexes i
join all_ind_columns c on c.index_owner = i.owner and c.index_name = i.index_name
where i.table_owner = coalesce(upper(?), sys_context('userenv', 'current_schema')) and i.table_name = upper(?)
  and i.uniqueness = 'UNIQUE' and i.status = 'VALID'
group by i.index_name having count(*) = 1 and max(c.column_name) = upper(?)`

const rows = (answer: unknown) => answer as Record<string, unknown>[]

function settings(connection: SqlConnection): object {
  if (typeof connection !== 'string') {
    const { host, port = 1521, database, user, password } = connection
    return { user, password, connectString: `${connection.ssl ? 'tcps://' : ''}${host}:${port}/${database}` }
  }
  const url = new URL(connection)
  return {
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    connectString: `${url.host}${url.pathname}`,
  }
}

/** Upper case unless it is written in other letters on purpose, as Oracle itself has it. */
const own = (name: string) => quoteName(name === name.toLowerCase() ? name.toUpperCase() : name)

/** Its driver's own marks are made of question marks, also of those inside of texts. */
function literal(statement: string): string {
  if (!statement.includes('?')) return literalSql(statement)
  throw new SourceError('A mapping for Oracle has a question mark: write chr(63) for it.', { temporary: false })
}

/** Only generated: its SQL is tested as text, it was run against no server. */
export const oracle: SqlDialect = {
  settings,
  transaction: () => ({}),
  settle: async (trx, { readOnly }) => {
    if (readOnly) await trx.raw('set transaction read only')
    await trx.raw(`alter session set nls_date_format = 'YYYY-MM-DD'`)
    await trx.raw(`alter session set nls_timestamp_format = 'YYYY-MM-DD HH24:MI:SS'`)
    await trx.raw(`alter session set nls_numeric_characters = '.,'`)
  },
  commit: async (trx) => {
    await trx.commit()
  },
  quote: quoteName,
  own,
  literal,
  asText: (sql) => `to_char(${sql})`,
  byteLength: (sql) => `dbms_lob.getlength(${sql})`,
  bound: '?',
  markText: (sql) => `to_char(${sql})`,
  markValue: ({ kind, text }) => {
    if (kind === 'number') return text
    const shape = `YYYY-MM-DD HH24:MI:SS.FF3${kind === 'instant' ? ' TZH:TZM' : ''}`
    return kind === 'instant' ? `to_timestamp_tz('${text}', '${shape}')` : `to_timestamp('${text}', '${shape}')`
  },
  largestInteger: 10n ** 38n - 1n,
  isOneOf: ({ column, count }) => `${column} in (${marks('?', count)})`,
  folding: () => Promise.resolve((sql) => `lower(to_char(${sql}))`),
  contains: ({ whole, part }) => `instr(${whole}, ${part}) > 0`,
  inOrder: (text) => `nlssort(${text}, 'NLS_SORT=BINARY')`,
  paged: ({ limit, offset }) => ({ text: 'offset ? rows fetch next ? rows only', values: [offset, limit] }),
  // The names of the first row: an empty table tells nothing there, and is taken as it is.
  columns: async (trx, statement) => {
    const [row] = rows(await trx.raw(`select * from (${literal(statement)}) t fetch next 1 rows only`))
    return Object.keys(row ?? {}).map((name) => ({ name, kind: 'unknown' }))
  },
  rows,
  batches: streamBatches,
  uniqueIndex: ({ table, column }) => {
    const [name = '', schema = ''] = table.split('.').toReversed()
    return { text: UNIQUE_INDEX, values: [schema, name, column] }
  },
  returnsRows: false,
  insertedId: () => undefined,
  isUniqueViolation: (cause) => (cause as { errorNum?: number } | undefined)?.errorNum === 1,
  isTemporary: (error) => {
    const { errorNum } = (error ?? {}) as { errorNum?: unknown }
    return typeof errorNum === 'number' ? TEMPORARY.has(errorNum) || (errorNum >= 12_000 && errorNum < 13_000) : null
  },
}

import type { Knex } from 'knex'
import { SourceError } from '../../../SourceError.ts'
import type { ColumnKind, SqlDialect } from '../SqlDialect.ts'
import type { SqlConnection } from '../SqlSourceOptions.ts'
import { literalSql, marks, quoteWith } from '../sqlText.ts'
import { streamBatches } from '../streamBatches.ts'

/** The protocol's own numbers. A TIMESTAMP is an instant that is shown in the session's zone. */
const KINDS: Readonly<Record<number, ColumnKind>> = {
  0: 'exact',
  1: 'integer',
  2: 'integer',
  3: 'integer',
  4: 'real',
  5: 'float',
  7: 'instant',
  8: 'integer',
  9: 'integer',
  10: 'date',
  12: 'local',
  13: 'integer',
  15: 'text',
  16: 'binary',
  245: 'json',
  246: 'exact',
  252: 'text',
  253: 'text',
  254: 'text',
}
const BOUND: Partial<Readonly<Record<ColumnKind, string>>> = {
  // Signed or not.
  integer: 'cast(? as decimal(20))',
  exact: 'cast(? as decimal(65, 10))',
}
const BLOB = 252
const NO_CHARACTERS = 63

/** Lock waits, a server that goes down, read-only or overloaded, a statement that was stopped or ran too long. */
const TEMPORARY = new Set([1040, 1053, 1203, 1205, 1213, 1226, 1290, 1317, 1836, 1927, 1969, 3024])
const TEMPORARY_STATE = /^(08|28|40|70)/

type Field = { name: string; columnType: number; characterSet: number }
type Fault = { errno?: unknown; sqlState?: unknown }

const UNIQUE_INDEX = `
select 1 as found from information_schema.statistics s
where s.table_schema = coalesce(nullif(?, ''), database()) and s.table_name = ? and s.non_unique = 0
group by s.index_name having count(*) = 1 and max(s.column_name) = ? and max(s.sub_part is null) = 1`

const rows = (answer: unknown) => (answer as [Record<string, unknown>[]])[0]

function settings(connection: SqlConnection): object {
  const common = {
    charset: 'utf8mb4',
    connectTimeout: 5000,
    enableKeepAlive: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: true,
  }
  if (typeof connection !== 'string') {
    const { ssl, ...parts } = connection
    return { ...parts, ...common, ...(ssl ? { ssl: ssl === true ? {} : ssl } : {}) }
  }
  const url = new URL(connection)
  const isTls = ['true', 'required', 'verify-full'].includes(
    url.searchParams.get('ssl') ?? url.searchParams.get('sslmode') ?? '',
  )
  return {
    host: url.hostname,
    port: Number(url.port || 3306),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
    ...common,
    ...(isTls ? { ssl: {} } : {}),
  }
}

/**
 * Whatever the server is set to: the driver escapes what is in a text by backslashes, which must count as such, and what does not fit
 * into a column is refused and never cut to fit.
 */
const MODE = `concat_ws(',', replace(concat(',', @@sql_mode, ','), ',NO_BACKSLASH_ESCAPES,', ','), 'STRICT_ALL_TABLES')`

/** MariaDB counts seconds and stops any statement, MySQL milliseconds and SELECTs. */
async function prepare(trx: Knex.Transaction, seconds: number): Promise<void> {
  const [{ version = '' } = {}] = rows(await trx.raw('select version() as version')) as { version?: string }[]
  const isMaria = version.includes('MariaDB')
  await trx.raw(isMaria ? 'set session max_statement_time = ?' : 'set session max_execution_time = ?', [
    isMaria ? seconds : Math.ceil(seconds * 1000),
  ])
  await trx.raw(`set session net_write_timeout = ?, session sql_mode = ${MODE}`, [Math.max(60, Math.ceil(seconds))])
}

const kindOf = ({ columnType, characterSet }: Field): ColumnKind =>
  columnType === BLOB && characterSet === NO_CHARACTERS ? 'binary' : (KINDS[columnType] ?? 'unknown')

const quote = (name: string) => quoteWith(name, ['`', '`'])

/** The driver itself puts values in place of question marks, also of those inside of texts. */
function literal(statement: string): string {
  if (!statement.includes('?')) return literalSql(statement)
  throw new SourceError('A mapping for MySQL has a question mark: write char(63) for it.', { temporary: false })
}

export const mysql: SqlDialect = {
  settings,
  transaction: () => ({}),
  settle: async (trx, { readOnly, seconds }) => {
    await prepare(trx, seconds)
    if (!readOnly) return
    // In place of the one that was just begun: only here can both be said.
    await trx.raw('set session transaction isolation level repeatable read')
    await trx.raw('start transaction with consistent snapshot, read only')
  },
  commit: async (trx) => {
    await trx.raw('commit')
    await trx.commit()
  },
  quote,
  own: quote,
  literal,
  // A float as text has six digits there; as a double it has all that it holds.
  asText: (sql, kind) => (kind === 'real' ? `cast(cast(${sql} as double) as char)` : `cast(${sql} as char)`),
  byteLength: (sql) => `length(${sql})`,
  bound: '?',
  markText: (sql) => `cast(${sql} as char)`,
  markValue: ({ kind, text }) => `cast('${text}' as ${kind === 'number' ? 'signed' : 'datetime(6)'})`,
  largestInteger: 2n ** 64n - 1n,
  isOneOf: ({ column, kind, count }) => `${column} in (${marks(BOUND[kind] ?? '?', count)})`,
  folding: () => Promise.resolve((sql) => `lower(convert(${sql} using utf8mb4)) collate utf8mb4_bin`),
  contains: ({ whole, part }) => `locate(${part}, ${whole}) > 0`,
  inOrder: (text) => `cast(${text} as binary)`,
  paged: ({ limit, offset }) => ({ text: 'limit ? offset ?', values: [limit, offset] }),
  columns: async (trx, statement) => {
    const [, fields] = (await trx.raw(`select * from (${literal(statement)}) t limit 0`)) as [unknown, Field[]]
    return fields.map((field) => ({ name: field.name, kind: kindOf(field) }))
  },
  rows,
  batches: streamBatches,
  uniqueIndex: ({ table, column }) => {
    const [name = '', schema = ''] = table.split('.').toReversed()
    return { text: UNIQUE_INDEX, values: [schema, name, column] }
  },
  returnsRows: false,
  insertedId: (answer) => {
    const [head] = answer as [{ insertId?: number | string } | { externalId?: unknown }[]]
    if (Array.isArray(head)) return head.length === 1 ? head[0]?.externalId : undefined
    return head.insertId || undefined
  },
  isUniqueViolation: (cause) => (cause as Fault | undefined)?.errno === 1062,
  isTemporary: (error) => {
    const { errno, sqlState } = (error ?? {}) as Fault
    if (typeof errno !== 'number' || typeof sqlState !== 'string') return null
    return TEMPORARY.has(errno) || TEMPORARY_STATE.test(sqlState)
  },
  cancel: { session: 'select connection_id() as session', kill: (session) => `kill query ${session}` },
}

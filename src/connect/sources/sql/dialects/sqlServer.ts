import type { ColumnKind, SqlDialect } from '../SqlDialect.ts'
import type { SqlConnection } from '../SqlSourceOptions.ts'
import { literalSql, marks, quoteWith, wholeStatement } from '../sqlText.ts'
import { streamBatches } from '../streamBatches.ts'

const KINDS: readonly [RegExp, ColumnKind][] = [
  [/^(tiny|small|big)?int/, 'integer'],
  [/^(decimal|numeric|smallmoney|money)/, 'exact'],
  [/^real/, 'real'],
  [/^float/, 'float'],
  [/^datetimeoffset/, 'instant'],
  [/^(small)?datetime/, 'local'],
  [/^date/, 'date'],
  [/^bit/, 'boolean'],
  [/^(var)?binary|^image|^timestamp/, 'binary'],
  [/^uniqueidentifier/, 'uuid'],
  [/char|text/, 'text'],
]

/** Deadlock, lock wait, and the faults of a server that restarts or moves. */
const TEMPORARY = new Set([-2, 1205, 1222, 3960, 4060, 18456, 40197, 40501, 40613, 49918, 49919, 49920])
const NEVER_REACHED = /^E(TIMEOUT|SOCKET|CONNCLOSED|INSTLOOKUP|LOGIN)$/
const BINARY = 'Latin1_General_100_BIN2'

const MARKS = { number: 'bigint', local: 'datetime2', instant: 'datetimeoffset' } as const

const UNIQUE_INDEX = `
select i.index_id as found from sys.indexes i
join sys.index_columns ic on ic.object_id = i.object_id and ic.index_id = i.index_id and ic.is_included_column = 0
join sys.columns c on c.object_id = ic.object_id and c.column_id = ic.column_id
where i.object_id = object_id(?) and i.is_unique = 1 and i.is_disabled = 0 and i.has_filter = 0
group by i.index_id having count(*) = 1 and max(c.name) = ?`

const quote = (name: string) => quoteWith(name, ['[', ']'])
const rows = (answer: unknown) => answer as Record<string, unknown>[]

function settings(connection: SqlConnection): object {
  const options = { useUTC: true, connectTimeout: 5000, appName: 'payer-portal' }
  if (typeof connection === 'string') {
    const url = new URL(connection)
    return {
      server: url.hostname,
      port: Number(url.port || 1433),
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      database: decodeURIComponent(url.pathname.slice(1)),
      options: { ...options, encrypt: true, trustServerCertificate: false },
    }
  }
  const { host, ssl = true, ...parts } = connection
  const trustServerCertificate = typeof ssl === 'object' && ssl.rejectUnauthorized === false
  return { server: host, ...parts, options: { ...options, encrypt: ssl !== false, trustServerCertificate } }
}

/** Only generated: its SQL is tested as text, it was run against no server. */
export const sqlServer: SqlDialect = {
  settings,
  // `snapshot` needs ALLOW_SNAPSHOT_ISOLATION on the database; without it the server refuses the first statement.
  transaction: (readOnly) => (readOnly ? { isolationLevel: 'snapshot' } : { isolationLevel: 'read committed' }),
  settle: async (trx, { seconds }) => {
    await trx.raw(`set lock_timeout ${Math.ceil(seconds * 1000)}; set dateformat ymd`)
  },
  commit: async (trx) => {
    await trx.commit()
  },
  quote,
  own: quote,
  literal: literalSql,
  asText: (sql, kind) => {
    if (kind === 'date' || kind === 'local') return `convert(nvarchar(40), ${sql}, 23)`
    if (kind === 'float' || kind === 'real') return `convert(nvarchar(40), cast(${sql} as float), 3)`
    return `cast(${sql} as nvarchar(max))`
  },
  byteLength: (sql) => `datalength(${sql})`,
  bound: '?',
  markText: (sql) => `convert(nvarchar(40), ${sql}, 126)`,
  markValue: ({ kind, text }) => `cast('${text}' as ${MARKS[kind]})`,
  largestInteger: 2n ** 63n - 1n,
  isOneOf: ({ column, kind, count }) =>
    `${column} in (${marks(kind === 'integer' ? 'cast(? as bigint)' : '?', count)})`,
  folding: () => Promise.resolve((sql) => `lower(cast(${sql} as nvarchar(max))) collate ${BINARY}`),
  contains: ({ whole, part }) => `charindex(${part}, ${whole}) > 0`,
  inOrder: (text) => `${text} collate ${BINARY}`,
  paged: ({ limit, offset }) => ({ text: 'offset ? rows fetch next ? rows only', values: [offset, limit] }),
  columns: async (trx, statement) => {
    const answer = await trx.raw('exec sp_describe_first_result_set @tsql = ?', [wholeStatement(statement)])
    return rows(answer).map(({ name, system_type_name: type }) => ({
      name: String(name),
      kind: KINDS.find(([pattern]) => pattern.test(String(type)))?.[1] ?? 'unknown',
    }))
  },
  rows,
  batches: streamBatches,
  uniqueIndex: ({ table, column }) => ({ text: UNIQUE_INDEX, values: [quote(table).replaceAll('\\?', '?'), column] }),
  returnsRows: false,
  insertedId: (answer) => rows(answer)?.[0]?.externalId,
  isUniqueViolation: (cause) => [2601, 2627].includes((cause as { number?: number } | undefined)?.number ?? 0),
  isTemporary: (error) => {
    const { number, code } = (error ?? {}) as { number?: unknown; code?: unknown }
    if (typeof code === 'string' && NEVER_REACHED.test(code)) return true
    return typeof number === 'number' ? TEMPORARY.has(number) : null
  },
}

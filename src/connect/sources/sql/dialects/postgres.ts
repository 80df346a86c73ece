import type { Knex } from 'knex'
import { SourceError } from '../../../SourceError.ts'
import type { ColumnKind, SqlDialect } from '../SqlDialect.ts'
import { literalSql, marks, quoteName } from '../sqlText.ts'

const KINDS: Readonly<Record<number, ColumnKind>> = {
  16: 'boolean',
  17: 'binary',
  20: 'integer',
  21: 'integer',
  23: 'integer',
  25: 'text',
  114: 'json',
  700: 'real',
  701: 'float',
  790: 'money',
  1042: 'text',
  1043: 'text',
  1082: 'date',
  1114: 'local',
  1184: 'instant',
  1700: 'exact',
  2950: 'uuid',
  3802: 'json',
}

const BOUND: Partial<Readonly<Record<ColumnKind, string>>> = {
  integer: 'bigint',
  exact: 'numeric',
  uuid: 'uuid',
}

/** SQLSTATE classes and codes after which the same statement may well succeed. */
const TEMPORARY = /^(08|53|57|58|40|28|3D|XX|55P03|25006)/

const MARKS = { number: 'bigint', local: 'timestamp', instant: 'timestamptz' } as const

/** Those of other roles show their start only to members of `pg_read_all_stats`. */
const OLDEST_OPEN = `
select coalesce(extract(epoch from clock_timestamp() - min(xact_start)), 0)::text as seconds
from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`

const UNIQUE_INDEX = `
select 1 as found from pg_index x join pg_attribute a on a.attrelid = x.indrelid and a.attnum = x.indkey[0]
where x.indrelid = to_regclass(?) and a.attname = ? and x.indisunique and x.indisvalid and x.indnkeyatts = 1 and x.indpred is null`

const rows = (answer: unknown) => (answer as { rows: Record<string, unknown>[] }).rows

/** Folds case in every script and composed with decomposed accents, as far as this server can. */
async function folding(trx: Knex.Transaction): Promise<(sql: string) => string> {
  const answer = await trx.raw(`select current_setting('server_encoding') = 'UTF8' as is_utf8,
    current_setting('server_version_num')::int >= 130000 as normalizes,
    exists (select from pg_collation where collname = 'und-x-icu') as has_icu`)
  const { is_utf8: isUtf8, normalizes, has_icu: hasIcu } = rows(answer)[0] ?? {}
  return (sql) => {
    const normal = isUtf8 && normalizes ? `normalize(${sql}, NFC)` : sql
    return `lower(${normal}${isUtf8 && hasIcu ? ' collate "und-x-icu"' : ''})`
  }
}

/**
 * A constraint that is checked at the end, or a connection that is lost then, must not pass for a
 * success. Then gives the connection back.
 */
async function commit(trx: Knex.Transaction): Promise<void> {
  const { command } = (await trx.raw('commit')) as { command: string }
  if (command !== 'COMMIT')
    throw new SourceError('The billing system rolled the transaction back.', { temporary: true })
  await trx.commit().catch(() => undefined)
}

async function* batches(trx: Knex.Transaction, { text, size }: { text: string; size: number }) {
  await trx.raw(`declare portal_invoices no scroll cursor for ${text}`)
  for (;;) {
    const batch = rows(await trx.raw(`fetch forward ${size} from portal_invoices`))
    if (batch.length === 0) return
    yield batch
  }
}

export const postgres: SqlDialect = {
  settings: (connection) => ({
    ...(typeof connection === 'string' ? { connectionString: connection } : connection),
    application_name: 'payer-portal',
    connectionTimeoutMillis: 5000,
    keepAlive: true,
  }),
  transaction: (readOnly) => (readOnly ? { isolationLevel: 'repeatable read', readOnly: true } : {}),
  // Texts must come out the same whatever the server's or the role's own settings are.
  settle: async (trx, { seconds }) => {
    await trx.raw(
      `select set_config('statement_timeout', ?, true), set_config('datestyle', 'ISO, YMD', true),
        set_config('extra_float_digits', '3', true), set_config('cursor_tuple_fraction', '1', true)`,
      [String(seconds * 1000)],
    )
  },
  commit,
  quote: quoteName,
  own: quoteName,
  literal: literalSql,
  asText: (sql) => `${sql}::text`,
  byteLength: (sql) => `octet_length(${sql})`,
  bound: '?::text',
  markText: (sql) => `${sql}::text`,
  markValue: ({ kind, text }) => `'${text}'::${MARKS[kind]}`,
  oldestOpen: OLDEST_OPEN,
  largestInteger: 2n ** 63n - 1n,
  isOneOf: ({ column, kind, count }) =>
    `${kind === 'unknown' ? `${column}::text` : column} in (${marks(`?::${BOUND[kind] ?? 'text'}`, count)})`,
  folding,
  contains: ({ whole, part }) => `position(${part} in ${whole}) > 0`,
  inOrder: (text) => `${text} collate "C"`,
  paged: ({ limit, offset }) => ({ text: 'limit ? offset ?', values: [limit, offset] }),
  columns: async (trx, statement) => {
    const answer = (await trx.raw(`select * from (${literalSql(statement)}) t limit 0`)) as {
      fields: { name: string; dataTypeID: number }[]
    }
    return answer.fields.map(({ name, dataTypeID }) => ({ name, kind: KINDS[dataTypeID] ?? 'unknown' }))
  },
  rows,
  batches,
  uniqueIndex: ({ table, column }) => ({
    text: UNIQUE_INDEX,
    values: [quoteName(table).replaceAll('\\?', '?'), column],
  }),
  returnsRows: true,
  insertedId: (answer) => (rows(answer).length === 1 ? rows(answer)[0]?.externalId : undefined),
  isUniqueViolation: (cause) => (cause as { code?: unknown } | undefined)?.code === '23505',
  isTemporary: (error) => {
    const code = (error as { code?: unknown } | null)?.code
    return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? TEMPORARY.test(code) : null
  },
  cancel: {
    session: 'select pg_backend_pid() as session',
    kill: (session) => `select pg_cancel_backend(${session})`,
  },
}

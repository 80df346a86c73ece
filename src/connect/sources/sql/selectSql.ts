import type { SourceSearch } from '../../BillingSource.ts'
import { SEARCH_COLUMNS, SEARCH_LEVELS } from '../searchColumns.ts'
import { type Cells, INVOICE_COLUMNS } from './rowReader.ts'
import type { ColumnKind, SqlDialect } from './SqlDialect.ts'
import type { SqlMark } from './sqlMark.ts'
import { marks } from './sqlText.ts'

type Sql = { text: string; values: (string | number)[] }

/** All invoices with their cells as text: what `numeric` and `date` say arrives exactly, whatever parsers the process has set. */
export function invoicesSql(
  dialect: SqlDialect,
  { statement, kinds }: { statement: string; kinds: ReadonlyMap<string, ColumnKind> },
): string {
  const wanted: (keyof Cells)[] = INVOICE_COLUMNS.filter((column) => kinds.size === 0 || kinds.has(column))
  const list = wanted.map((column) => {
    const name = dialect.quote(column)
    return `${dialect.asText(`t.${name}`, kinds.get(column) ?? 'unknown')} as ${name}`
  })
  return `select ${list.join(', ')} from (${dialect.literal(statement)}) t`
}

/** A mapped statement with `:since` as a value. */
export const sinceSql = (dialect: SqlDialect, { statement, since }: { statement: string; since: SqlMark }): string =>
  statement.replaceAll(/(?<![:\w]):since\b/g, () => dialect.markValue(since))

/** The invoices whose ids this statement tells. */
export function changedInvoicesSql(
  dialect: SqlDialect,
  { statement, kinds, changed }: { statement: string; kinds: ReadonlyMap<string, ColumnKind>; changed: string },
): string {
  const id = dialect.quote('externalId')
  return `${invoicesSql(dialect, { statement, kinds })} where t.${id} in (select c.${id} from (${dialect.literal(changed)}) c)`
}

/** The ids that this statement tells, as texts. */
export function idsSql(
  dialect: SqlDialect,
  { statement, kinds }: { statement: string; kinds: ReadonlyMap<string, ColumnKind> },
): string {
  const id = dialect.quote('externalId')
  const text = dialect.asText(`t.${id}`, kinds.get('externalId') ?? 'unknown')
  return `select ${text} as ${id} from (${dialect.literal(statement)}) t`
}

/** Texts that can be an id of this kind; any other names no invoice, and would make the statement fail. */
const IDS: Partial<Readonly<Record<ColumnKind, RegExp>>> = {
  integer: /^-?\d{1,20}$/,
  exact: /^-?\d{1,38}(\.\d{1,10})?$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
}

const SMALLEST_INTEGER = -(2n ** 63n)

/** Whoever is not asked for is taken for gone: every id that a column of this kind can hold has to pass. */
function canBeId(id: string, { dialect, kind }: { dialect: SqlDialect; kind: ColumnKind }): boolean {
  if (id.includes('\0') || !(IDS[kind]?.test(id) ?? true)) return false
  return kind !== 'integer' || (BigInt(id) >= SMALLEST_INTEGER && BigInt(id) <= dialect.largestInteger)
}

/** The invoices with these ids; null when none of them can be one. */
export function invoicesByIdSql(
  dialect: SqlDialect,
  { statement, kinds, ids }: { statement: string; kinds: ReadonlyMap<string, ColumnKind>; ids: readonly string[] },
): Sql | null {
  const kind = kinds.get('externalId') ?? 'unknown'
  const values = ids.filter((id) => canBeId(id, { dialect, kind }))
  if (values.length === 0) return null
  const column = `t.${dialect.quote('externalId')}`
  const where = dialect.isOneOf({ column, kind, count: values.length })
  return { text: `${invoicesSql(dialect, { statement, kinds })} where ${where}`, values }
}

type Search = { statement: string; fold: (sql: string) => string }

/** A page of what matches. What was typed is only ever a bound value: no character of it is a pattern. */
export function searchSql(dialect: SqlDialect, { query, statement, fold }: Search & { query: SourceSearch }): Sql {
  const columns = SEARCH_COLUMNS[SEARCH_LEVELS[query.by]]
  const asText = (column: string) => dialect.asText(`t.${dialect.quote(column)}`, 'text')
  const wanted = [...Object.entries(query.filters), [query.by, query.q] as const].filter(([, text]) => text)
  const parts = wanted.map(([field]) => dialect.contains({ whole: fold(asText(field)), part: fold(dialect.bound) }))
  const order = columns.map((column) => dialect.inOrder(asText(column)))
  const list = columns.map((column) => `${asText(column)} as ${dialect.quote(column)}`)
  const page = dialect.paged({ limit: query.limit + 1, offset: query.offset })
  const where = parts.length > 0 ? `where ${parts.join(' and ')} ` : ''
  return {
    text: `select ${list.join(', ')} from (${dialect.literal(statement)}) t ${where}order by ${order.join(', ')} ${page.text}`,
    values: [...wanted.map(([, text]) => (text ?? '').normalize('NFC')), ...page.values],
  }
}

/** The mapped document of one invoice with its size; what is larger than it may be stays where it is. */
export function documentSql(
  dialect: SqlDialect,
  { statement, maxBytes }: { statement: string; maxBytes: number },
): string {
  const [id, content] = [`t.${dialect.quote('externalId')}`, `t.${dialect.quote('content')}`]
  const size = dialect.byteLength(content)
  const list = [
    `${dialect.asText(id, 'unknown')} as ${dialect.quote('externalId')}`,
    `case when ${size} <= ${maxBytes} then ${content} end as ${dialect.quote('content')}`,
    `${dialect.asText(size, 'integer')} as ${dialect.quote('size')}`,
  ]
  return `select ${list.join(', ')} from (${dialect.literal(statement)}) t where ${dialect.asText(id, 'unknown')} = :invoiceId`
}

/** Which of these references the receipts hold. */
export function referencesSql(
  dialect: SqlDialect,
  { table, reference, references }: { table: string; reference: string; references: string[] },
): Sql {
  const column = dialect.own(reference)
  return {
    text: `select ${dialect.asText(column, 'text')} as ${dialect.quote('reference')} from ${dialect.own(table)} where ${column} in (${marks(dialect.bound, references.length)})`,
    values: references,
  }
}

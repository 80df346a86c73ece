import type { Knex } from 'knex'
import type { SqlConnection } from './SqlSourceOptions.ts'

/** What a column holds, as far as it matters to us. `local` is a time without a zone, `instant` one with it. */
export type ColumnKind =
  | 'text'
  | 'integer'
  | 'exact'
  | 'float'
  | 'real'
  | 'date'
  | 'local'
  | 'instant'
  | 'boolean'
  | 'json'
  | 'money'
  | 'binary'
  | 'uuid'
  | 'unknown'

/** What tells that a row changed: a number, a time without a zone, or one with it. */
export type MarkKind = 'number' | 'local' | 'instant'

export type SqlColumn = { name: string; kind: ColumnKind }

/** What differs between databases. Texts of SQL are for `knex.raw`: `?` is a value, `\\?` a question mark. */
export type SqlDialect = {
  /** What the driver's package takes to connect. */
  settings(connection: SqlConnection): object
  transaction(readOnly: boolean): Knex.TransactionConfig
  /** Run first in every transaction, so that texts come out the same and nothing runs for ever. */
  settle(trx: Knex.Transaction, options: { readOnly: boolean; seconds: number }): Promise<void>
  /** Ends a transaction by a statement whose answer is seen. */
  commit(trx: Knex.Transaction): Promise<void>
  /** A name of ours, exactly. */
  quote(name: string): string
  /** A name of the firm's own, as its database folds it. */
  own(name: string): string
  /** A mapped statement, as a part of another. Throws a SourceError for what cannot be said there. */
  literal(statement: string): string
  /** An expression as text, exactly. */
  asText(sql: string, kind: ColumnKind): string
  /** How many bytes a binary value has. */
  byteLength(sql: string): string
  /** A bound text. */
  readonly bound: string
  /** The largest that a column of whole numbers can hold. */
  readonly largestInteger: bigint
  /** Is the column one of `count` bound texts? Said in the column's own type, so that its index serves. */
  isOneOf(options: { column: string; kind: ColumnKind; count: number }): string
  /** A clock or a number as text: ISO with all that it has, or digits. */
  markText(sql: string): string
  /** A mark as a value: `text` consists of digits and the signs of a time. */
  markValue(mark: { kind: MarkKind; text: string }): string
  /** SELECT of `seconds`: how long ago the oldest transaction began that is still open, as far as the role sees them. */
  readonly oldestOpen?: string
  /** Folds case, as far as this server can. */
  folding(trx: Knex.Transaction): Promise<(sql: string) => string>
  /** Does `whole` contain `part`? No character is a pattern. */
  contains(options: { whole: string; part: string }): string
  /** Byte by byte. */
  inOrder(text: string): string
  paged(options: { limit: number; offset: number }): { text: string; values: number[] }
  columns(trx: Knex.Transaction, statement: string): Promise<SqlColumn[]>
  rows(answer: unknown): Record<string, unknown>[]
  /** The rows of a SELECT over a mapped one, a batch at a time. */
  batches(trx: Knex.Transaction, options: { text: string; size: number }): AsyncGenerator<Record<string, unknown>[]>
  /** Answers a row when the column has a unique index of its own. */
  uniqueIndex(options: { table: string; column: string }): { text: string; values: string[] }
  /** Can an INSERT return rows? Else the payment is found again by its reference. */
  readonly returnsRows: boolean
  insertedId(answer: unknown): unknown
  isUniqueViolation(cause: unknown): boolean
  /** May the same statement succeed later? Null: the error is not of this database. */
  isTemporary(error: unknown): boolean | null
  /** Stops what runs in a transaction, from outside of it. */
  cancel?: { session: string; kill(session: number): string }
}

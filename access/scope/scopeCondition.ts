import { sql } from '@payloadcms/db-postgres'
import { visibleInSql } from './wideInvoices.ts'

type SQL = ReturnType<typeof sql.raw>

const made = new WeakSet<object>()

/** Where Payload's adapter has its table of invoices in whatever it asks. */
const TEXT = visibleInSql({ payer: '$1', today: '$2', table: '"invoices"' })

type Args = { payer: number; today: string }

/**
 * The scope as the one member of an `in` list of ids, which Postgres resolves in Payload's own statement, for a payer who sees more
 * invoices than a list could hold.
 */
export function scopeCondition({ payer, today }: Args): SQL {
  const values: Record<string, SQL> = { $1: sql`${payer}`, $2: sql`${today}` }
  const parts = TEXT.split(/(\$[12])(?!\d)/).map((part) => values[part] ?? sql.raw(part))
  const condition = sql.join(parts)
  made.add(condition)
  return condition
}

/** Has `scopeCondition` made this? Nothing that a caller sends can be. */
export const isScopeCondition = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && made.has(value)

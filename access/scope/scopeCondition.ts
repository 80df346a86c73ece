import { sql } from '@payloadcms/db-postgres'
import { visibleInvoicesSql } from './visibleInvoices.ts'
import { visibleInSql } from './wideInvoices.ts'

type SQL = ReturnType<typeof sql.raw>

const made = new WeakSet<object>()

const SCOPE = { payer: '$1', today: '$2' }
const TEXTS = {
  // Asked of each invoice of Payload's statement, where its adapter has its table under this name.
  wide: visibleInSql({ ...SCOPE, table: '"invoices"' }),
  // Gathered once for the statement.
  many: `select s.invoice_id from (${visibleInvoicesSql(SCOPE)}) s`,
}

type Args = { payer: number; today: string; width: keyof typeof TEXTS }

/**
 * The scope as the one member of an `in` list of ids, which Postgres resolves in Payload's own statement, for a payer who sees more
 * invoices than a list could hold (`many`), or a great part of all (`wide`).
 */
export function scopeCondition({ payer, today, width }: Args): SQL {
  const values: Record<string, SQL> = { $1: sql`${payer}`, $2: sql`${today}` }
  const parts = TEXTS[width].split(/(\$[12])(?!\d)/).map((part) => values[part] ?? sql.raw(part))
  const condition = sql.join(parts)
  made.add(condition)
  return condition
}

/** Has `scopeCondition` made this? Nothing that a caller sends can be. */
export const isScopeCondition = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && made.has(value)

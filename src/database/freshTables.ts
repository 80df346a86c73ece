import { index, integer, pgTable, text } from '@payloadcms/db-postgres/drizzle/pg-core'
import { instant } from './columns.ts'
import type { IdTable } from './withPortalTables.ts'

/** Which invoices were read again by themselves, so that a sync whose read began before does not put an older state back. */
export function freshTables(invoices: IdTable) {
  const freshReads = pgTable(
    'payer_portal_fresh_reads',
    {
      invoiceId: integer('invoice_id')
        .primaryKey()
        .references(() => invoices.id, { onDelete: 'cascade' }),
      source: text('source').notNull(),
      mergedAt: instant('merged_at').notNull(),
    },
    (table) => [index('payer_portal_fresh_reads_source').on(table.source, table.mergedAt)],
  )
  return { freshReads }
}

import { bigserial, customType, index, integer, pgTable } from '@payloadcms/db-postgres/drizzle/pg-core'
import { instant } from './columns.ts'

const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' })

/** Which transactions changed who sees which invoice, written by triggers. Rows of a day ago are gone. */
export function scopeTables() {
  const changes = pgTable(
    'payer_portal_scope_changes',
    {
      id: bigserial('id', { mode: 'number' }).primaryKey(),
      xid: xid8('xid').notNull(),
      /** Whose rules changed; null when invoices did. */
      payerId: integer('payer_id'),
      at: instant('at').notNull().defaultNow(),
    },
    (table) => [
      index('payer_portal_scope_changes_xid').on(table.xid),
      index('payer_portal_scope_changes_at').on(table.at),
    ],
  )
  return { scope_changes: changes }
}

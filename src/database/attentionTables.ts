import { sql } from '@payloadcms/db-postgres'
import { boolean, index, integer, pgTable, serial, text, uniqueIndex } from '@payloadcms/db-postgres/drizzle/pg-core'
import { instant } from './columns.ts'

/** What staff must look at, one row per thing, however often it is raised. */
export function attentionTables() {
  const alerts = pgTable(
    'payer_portal_alerts',
    {
      id: serial('id').primaryKey(),
      /** One of `ATTENTION_KINDS`. */
      kind: text('kind').notNull(),
      /** Kind and subject. */
      dedupeKey: text('dedupe_key').notNull(),
      /** `open`, `in_progress` or `done`. */
      state: text('state').notNull().default('open'),
      /** Is its cause there, as far as the portal can tell? */
      isThere: boolean('is_there').notNull().default(true),
      ownerId: text('owner_id'),
      ownerName: text('owner_name'),
      note: text('note'),
      payerId: integer('payer_id'),
      transactionId: integer('transaction_id'),
      invoiceId: integer('invoice_id'),
      postingId: integer('posting_id'),
      runId: integer('run_id'),
      source: text('source'),
      /** Of how many things it speaks, where it speaks of several. */
      count: integer('count'),
      message: text('message').notNull(),
      /** How often its cause came, after it had gone. */
      times: integer('times').notNull().default(1),
      createdAt: instant('created_at').notNull().defaultNow(),
      /** When it was opened last. */
      raisedAt: instant('raised_at').notNull().defaultNow(),
      updatedAt: instant('updated_at').notNull().defaultNow(),
      resolvedAt: instant('resolved_at'),
      /** Who set it done; null when its cause went. */
      resolvedById: text('resolved_by_id'),
      resolvedByName: text('resolved_by_name'),
    },
    (table) => [
      uniqueIndex('payer_portal_alerts_dedupe').on(table.dedupeKey),
      index('payer_portal_alerts_unsettled').on(table.raisedAt, table.id).where(sql`${table.state} <> 'done'`),
      index('payer_portal_alerts_state').on(table.state, table.raisedAt, table.id),
      index('payer_portal_alerts_kind').on(table.kind, table.raisedAt, table.id),
      index('payer_portal_alerts_owner').on(table.ownerId, table.raisedAt, table.id),
      index('payer_portal_alerts_payer').on(table.payerId),
      index('payer_portal_alerts_there').on(table.kind).where(sql`${table.isThere}`),
    ],
  )
  return { alerts }
}

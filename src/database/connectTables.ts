import { sql } from '@payloadcms/db-postgres'
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  serial,
  text,
  uniqueIndex,
} from '@payloadcms/db-postgres/drizzle/pg-core'
import { instant } from './columns.ts'
import { syncTables } from './syncTables.ts'
import type { IdTable } from './withPortalTables.ts'

/** Postings to the billing systems, and what the sync keeps. */
export function connectTables(transactions: IdTable) {
  const postings = pgTable(
    'payer_portal_postings',
    {
      id: serial('id').primaryKey(),
      transactionId: integer('transaction_id')
        .notNull()
        .references(() => transactions.id, { onDelete: 'restrict' }),
      source: text('source').notNull(),
      reference: text('reference').notNull(),
      /** `pending`, `incomplete`, `queued`, `posted`, `failed` or `removed`. */
      status: text('status').notNull().default('pending'),
      attempts: integer('attempts').notNull().default(0),
      error: text('error'),
      /** The billing system's own id of it. */
      externalId: text('external_id'),
      postedAt: instant('posted_at'),
      /** When a sync brought back a balance that contains it. */
      readBackAt: instant('read_back_at'),
      removedReason: text('removed_reason'),
      /** What the source was last asked to write; it is asked for the same until a try has ended for certain. */
      sent: jsonb('sent'),
      /** A try had no certain end: the billing system may have it. */
      inDoubt: boolean('in_doubt').notNull().default(false),
      createdAt: instant('created_at').notNull().defaultNow(),
      updatedAt: instant('updated_at').notNull().defaultNow(),
    },
    (table) => [
      uniqueIndex('payer_portal_postings_transaction').on(table.transactionId),
      uniqueIndex('payer_portal_postings_reference').on(table.reference),
      index('payer_portal_postings_status').on(table.status),
      index('payer_portal_postings_unread').on(table.source).where(sql`${table.readBackAt} is null`),
    ],
  )
  const postingMoves = pgTable(
    'payer_portal_posting_moves',
    {
      id: serial('id').primaryKey(),
      postingId: integer('posting_id')
        .notNull()
        .references(() => postings.id, { onDelete: 'cascade' }),
      at: instant('at').notNull().defaultNow(),
      /** The state that it moved to, or `retried`, `reallocated` or `read_back`. */
      status: text('status').notNull(),
      /** The error, the reason, or what else there is to say. */
      message: text('message'),
      /** The member of staff; null for the worker and the sync. */
      by: text('by'),
    },
    (table) => [index('payer_portal_posting_moves_posting').on(table.postingId, table.id)],
  )
  return { postings, postingMoves, ...syncTables() }
}

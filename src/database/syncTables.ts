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

/** Runs of the sync, how far each source was read, and the rows that were set aside. */
export function syncTables() {
  const runs = pgTable(
    'payer_portal_sync_runs',
    {
      id: serial('id').primaryKey(),
      source: text('source').notNull(),
      /** `running`, `succeeded`, `stopped` (it asks staff) or `failed`. */
      status: text('status').notNull().default('running'),
      /** What was read: `full` every invoice, `changes` what changed since the last read, `rows` single invoices. */
      mode: text('mode').notNull().default('full'),
      /** Who asked: `schedule`, `staff`, `notify` (the billing system), `command` or `retry` (of a row that was set aside). */
      cause: text('cause').notNull().default('schedule'),
      /** Staff said that a read from which many invoices are missing is right. */
      acceptsVanishing: boolean('accepts_vanishing').notNull().default(false),
      /** Of a running one: `reading`, `comparing` or `writing`. */
      phase: text('phase'),
      /** When a running one last said how far it is; `counts.read` is how many rows it has read by then. */
      progressAt: instant('progress_at'),
      startedAt: instant('started_at').notNull().defaultNow(),
      finishedAt: instant('finished_at'),
      /** Start of the snapshot that was merged. */
      asOf: instant('as_of'),
      /** `{ read, inserted, updated, unchanged, vanished, rejected, readBack }`. */
      counts: jsonb('counts').notNull().default({}),
      error: text('error'),
    },
    (table) => [index('payer_portal_sync_runs_source').on(table.source, table.startedAt)],
  )
  const syncCursors = pgTable('payer_portal_sync_cursors', {
    source: text('source').primaryKey(),
    /** Where the next read of changes begins, in the source's own words; null: it tells no changes. */
    cursor: text('cursor'),
    /** Start of the last read that was merged, and of the last one of every invoice. */
    readAt: instant('read_at').notNull(),
    fullAt: instant('full_at').notNull(),
  })
  const parkedRows = pgTable(
    'payer_portal_parked_rows',
    {
      id: serial('id').primaryKey(),
      source: text('source').notNull(),
      /** What the row is known by: its external id, else where it stands, else its content. */
      key: text('key').notNull(),
      externalId: text('external_id'),
      /** Where it stands in the source, such as `bills.csv line 18`. */
      place: text('place'),
      reason: text('reason').notNull(),
      /** Some of its values, each shortened. */
      row: jsonb('row').notNull(),
      /** `parked`, `retrying` (staff asked for another read) or `resolved`. */
      state: text('state').notNull().default('parked'),
      firstSeenAt: instant('first_seen_at').notNull().defaultNow(),
      lastSeenAt: instant('last_seen_at').notNull().defaultNow(),
      /** When a later read had it good, or had it no more. */
      resolvedAt: instant('resolved_at'),
      /** The last run that set it aside. */
      runId: integer('run_id').references(() => runs.id, { onDelete: 'set null' }),
    },
    (table) => [
      uniqueIndex('payer_portal_parked_rows_key').on(table.source, table.key),
      index('payer_portal_parked_rows_open').on(table.source, table.id).where(sql`${table.resolvedAt} is null`),
      index('payer_portal_parked_rows_run').on(table.runId),
    ],
  )
  return { runs, syncCursors, parkedRows }
}

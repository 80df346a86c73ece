import {
  bigint,
  index,
  integer,
  jsonb,
  pgTable,
  serial,
  text,
  uniqueIndex,
  varchar,
} from '@payloadcms/db-postgres/drizzle/pg-core'
import { instant } from './columns.ts'
import type { IdTable } from './withPortalTables.ts'

/** The outbox, the limits that hold across servers, what staff must look at, and who did what. */
export function mailTables({ payers, tokens }: { payers: IdTable; tokens: IdTable }) {
  const mails = pgTable(
    'payer_portal_mails',
    {
      id: serial('id').primaryKey(),
      /** Goes out as Message-ID, the same on every try, so that a receiver can tell a repeat. */
      messageId: text('message_id').notNull(),
      kind: text('kind').notNull(),
      dedupeKey: text('dedupe_key'),
      payerId: integer('payer_id').references(() => payers.id, { onDelete: 'cascade' }),
      /** A mail that carries a link goes with the link's token: once that is revoked the mail is gone too. */
      tokenId: integer('token_id').references(() => tokens.id, { onDelete: 'cascade' }),
      recipient: text('recipient').notNull(),
      data: jsonb('data').notNull().default({}),
      /** `queued`, `sent` or `failed`. */
      status: text('status').notNull().default('queued'),
      attempts: integer('attempts').notNull().default(0),
      error: text('error'),
      response: text('response'),
      createdAt: instant('created_at').notNull().defaultNow(),
      sentAt: instant('sent_at'),
    },
    (table) => [
      uniqueIndex('payer_portal_mails_message').on(table.messageId),
      uniqueIndex('payer_portal_mails_dedupe').on(table.dedupeKey),
      index('payer_portal_mails_payer').on(table.payerId),
    ],
  )
  const limits = pgTable('payer_portal_limits', {
    key: varchar('key', { length: 255 }).primaryKey(),
    points: integer('points').notNull().default(0),
    expire: bigint('expire', { mode: 'number' }),
  })
  const alerts = pgTable(
    'payer_portal_alerts',
    {
      id: serial('id').primaryKey(),
      kind: text('kind').notNull(),
      dedupeKey: text('dedupe_key').notNull(),
      transactionId: integer('transaction_id'),
      invoiceId: integer('invoice_id'),
      message: text('message').notNull(),
      createdAt: instant('created_at').notNull().defaultNow(),
      resolvedAt: instant('resolved_at'),
    },
    (table) => [uniqueIndex('payer_portal_alerts_dedupe').on(table.dedupeKey)],
  )
  const audit = pgTable(
    'payer_portal_audit',
    {
      id: serial('id').primaryKey(),
      at: instant('at').notNull().defaultNow(),
      actorCollection: text('actor_collection'),
      actorId: text('actor_id'),
      action: text('action').notNull(),
      payerId: integer('payer_id'),
      data: jsonb('data').notNull().default({}),
      ip: text('ip'),
    },
    (table) => [index('payer_portal_audit_payer').on(table.payerId, table.at)],
  )
  return { mails, limits, alerts, audit }
}

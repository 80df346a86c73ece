import { sql } from '@payloadcms/db-postgres'
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

/** The outbox, and the limits that hold across servers. */
export function mailTables({ payers, people, tokens }: { payers: IdTable; people: IdTable; tokens: IdTable }) {
  const mails = pgTable(
    'payer_portal_mails',
    {
      id: serial('id').primaryKey(),
      /** Goes out as Message-ID, the same on every try, so that a receiver can tell a repeat. */
      messageId: text('message_id').notNull(),
      kind: text('kind').notNull(),
      dedupeKey: text('dedupe_key'),
      payerId: integer('payer_id').references(() => payers.id, { onDelete: 'cascade' }),
      /** The person whose invite it is; its row follows what became of the mail. */
      personId: integer('person_id').references(() => people.id, { onDelete: 'set null' }),
      /** A mail that carries a link goes with the link's token: once that is revoked the mail is gone too. */
      tokenId: integer('token_id').references(() => tokens.id, { onDelete: 'cascade' }),
      recipient: text('recipient').notNull(),
      data: jsonb('data').notNull().default({}),
      /** `queued`, `sent`, `failed` or `bounced`. */
      status: text('status').notNull().default('queued'),
      attempts: integer('attempts').notNull().default(0),
      error: text('error'),
      response: text('response'),
      createdAt: instant('created_at').notNull().defaultNow(),
      /** When its turn at the address is; null for a mail that leaves at once. */
      dueAt: instant('due_at'),
      sentAt: instant('sent_at'),
    },
    (table) => [
      uniqueIndex('payer_portal_mails_message').on(table.messageId),
      uniqueIndex('payer_portal_mails_dedupe').on(table.dedupeKey),
      index('payer_portal_mails_payer').on(table.payerId),
      index('payer_portal_mails_recipient').on(sql`lower(${table.recipient})`, table.createdAt),
      index('payer_portal_mails_unsent').on(table.status).where(sql`${table.status} in ('failed', 'bounced')`),
    ],
  )
  const limits = pgTable('payer_portal_limits', {
    key: varchar('key', { length: 255 }).primaryKey(),
    points: integer('points').notNull().default(0),
    expire: bigint('expire', { mode: 'number' }),
  })
  return { mails, limits }
}

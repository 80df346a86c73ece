import { sql } from '@payloadcms/db-postgres'
import { index, integer, pgTable, serial, text, uniqueIndex } from '@payloadcms/db-postgres/drizzle/pg-core'
import { bytea, instant } from './columns.ts'
import type { IdTable } from './withPortalTables.ts'

/**
 * Who may log in, and for which payer. A login is a person's credential; a row of `people` says that
 * the person acts for a payer, or is invited to. None of it lives in a table that the host's API writes.
 */
export function loginTables(payers: IdTable) {
  const logins = pgTable(
    'payer_portal_logins',
    {
      id: serial('id').primaryKey(),
      email: text('email').notNull(),
      /** PHC string, parameters included. Null: no password has been set, nobody can log in. */
      passwordHash: text('password_hash'),
      /** Every session carries the epoch it was made in; raising it ends them all. */
      epoch: integer('epoch').notNull().default(0),
      createdAt: instant('created_at').notNull().defaultNow(),
      updatedAt: instant('updated_at').notNull().defaultNow(),
    },
    (table) => [uniqueIndex('payer_portal_logins_email').on(sql`lower(${table.email})`)],
  )
  const people = pgTable(
    'payer_portal_people',
    {
      id: serial('id').primaryKey(),
      payerId: integer('payer_id')
        .notNull()
        .references(() => payers.id, { onDelete: 'cascade' }),
      /** Null until the invite is accepted; then this login may act for the payer. */
      loginId: integer('login_id').references(() => logins.id, { onDelete: 'set null' }),
      /** Where the invite goes; afterwards the login's own address. */
      email: text('email').notNull(),
      name: text('name'),
      /** `owner` (the email of the payer's record; exists while login access is on), `manage`, `pay` or `view`. */
      role: text('role').notNull().default('owner'),
      inviteStatus: text('invite_status').notNull().default('none'),
      inviteSentAt: instant('invite_sent_at'),
      inviteError: text('invite_error'),
      /** What the mail server said when it took the invite. */
      inviteResponse: text('invite_response'),
      /** Why mails to this address came back; null while they arrive. */
      bounceReason: text('bounce_reason'),
      bouncedAt: instant('bounced_at'),
      createdAt: instant('created_at').notNull().defaultNow(),
      updatedAt: instant('updated_at').notNull().defaultNow(),
    },
    (table) => [
      uniqueIndex('payer_portal_people_email').on(table.payerId, sql`lower(${table.email})`),
      uniqueIndex('payer_portal_people_owner').on(table.payerId).where(sql`${table.role} = 'owner'`),
      uniqueIndex('payer_portal_people_once').on(table.payerId, table.loginId),
      index('payer_portal_people_login').on(table.loginId),
    ],
  )
  const sessions = pgTable(
    'payer_portal_sessions',
    {
      id: serial('id').primaryKey(),
      loginId: integer('login_id')
        .notNull()
        .references(() => logins.id, { onDelete: 'cascade' }),
      /** The one payer this session acts for at the moment. */
      payerId: integer('payer_id')
        .notNull()
        .references(() => payers.id, { onDelete: 'cascade' }),
      tokenHash: bytea('token_hash').notNull(),
      epoch: integer('epoch').notNull(),
      createdAt: instant('created_at').notNull().defaultNow(),
      lastSeenAt: instant('last_seen_at').notNull().defaultNow(),
      expiresAt: instant('expires_at').notNull(),
      userAgent: text('user_agent'),
      ip: text('ip'),
    },
    (table) => [
      uniqueIndex('payer_portal_sessions_token').on(table.tokenHash),
      index('payer_portal_sessions_login').on(table.loginId),
      index('payer_portal_sessions_payer').on(table.payerId),
    ],
  )
  const tokens = pgTable(
    'payer_portal_tokens',
    {
      id: serial('id').primaryKey(),
      /** `invite`, `reset`, `email` or `undo_email`. */
      purpose: text('purpose').notNull(),
      payerId: integer('payer_id')
        .notNull()
        .references(() => payers.id, { onDelete: 'cascade' }),
      /** Null once the person is gone: the row stays for the record of what was mailed. */
      personId: integer('person_id').references(() => people.id, { onDelete: 'set null' }),
      loginId: integer('login_id').references(() => logins.id, { onDelete: 'cascade' }),
      email: text('email').notNull(),
      /** Random; the token is derived from it with the server's secret and is stored nowhere. */
      seed: bytea('seed').notNull(),
      tokenHash: bytea('token_hash').notNull(),
      expiresAt: instant('expires_at').notNull(),
      usedAt: instant('used_at'),
      createdAt: instant('created_at').notNull().defaultNow(),
    },
    (table) => [
      uniqueIndex('payer_portal_tokens_hash').on(table.tokenHash),
      uniqueIndex('payer_portal_tokens_open').on(table.personId, table.purpose).where(sql`${table.usedAt} is null`),
    ],
  )
  return { logins, people, sessions, tokens }
}

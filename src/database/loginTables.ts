import { sql } from '@payloadcms/db-postgres'
import { index, integer, pgTable, primaryKey, serial, text, uniqueIndex } from '@payloadcms/db-postgres/drizzle/pg-core'
import { bytea, instant } from './columns.ts'
import type { IdTable } from './withPortalTables.ts'

/**
 * Who may log in, and as which payer. A login is a person's credential; a membership says that the
 * person acts for a payer. None of it lives in a table that the host's API writes.
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
  const memberships = pgTable(
    'payer_portal_memberships',
    {
      payerId: integer('payer_id')
        .notNull()
        .references(() => payers.id, { onDelete: 'cascade' }),
      loginId: integer('login_id')
        .notNull()
        .references(() => logins.id, { onDelete: 'cascade' }),
      role: text('role').notNull().default('owner'),
      createdAt: instant('created_at').notNull().defaultNow(),
    },
    (table) => [
      primaryKey({ columns: [table.payerId, table.loginId] }),
      index('payer_portal_memberships_login').on(table.loginId),
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
      /** `invite` or `reset`. */
      purpose: text('purpose').notNull(),
      payerId: integer('payer_id')
        .notNull()
        .references(() => payers.id, { onDelete: 'cascade' }),
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
      uniqueIndex('payer_portal_tokens_open').on(table.payerId, table.purpose).where(sql`${table.usedAt} is null`),
    ],
  )
  return { logins, memberships, sessions, tokens }
}

import {
  bigint,
  index,
  integer,
  jsonb,
  pgTable,
  serial,
  text,
  uniqueIndex,
} from '@payloadcms/db-postgres/drizzle/pg-core'
import { bytea, instant } from './columns.ts'
import type { IdTable } from './withPortalTables.ts'

type Tables = { payers: IdTable; logins: IdTable; people: IdTable }

/** What makes a login safer: second factors and the challenges that ask for them, changes of the email that can be undone, and staff's views. */
export function loginSafetyTables({ payers, logins, people }: Tables) {
  const factors = pgTable(
    'payer_portal_factors',
    {
      id: serial('id').primaryKey(),
      loginId: integer('login_id')
        .notNull()
        .references(() => logins.id, { onDelete: 'cascade' }),
      /** `totp` or `passkey`. */
      kind: text('kind').notNull(),
      name: text('name').notNull(),
      /** The shared secret of an authenticator app, sealed. */
      secret: bytea('secret'),
      /** The last time step that was used: a code is good once. */
      lastStep: bigint('last_step', { mode: 'number' }),
      /** A passkey's id, base64url. */
      credentialId: text('credential_id'),
      publicKey: bytea('public_key'),
      counter: bigint('counter', { mode: 'number' }),
      transports: jsonb('transports'),
      createdAt: instant('created_at').notNull().defaultNow(),
      /** Null until a first code or signature proved it. */
      confirmedAt: instant('confirmed_at'),
      lastUsedAt: instant('last_used_at'),
    },
    (table) => [
      index('payer_portal_factors_login').on(table.loginId),
      uniqueIndex('payer_portal_factors_credential').on(table.credentialId),
    ],
  )
  const recoveryCodes = pgTable(
    'payer_portal_recovery_codes',
    {
      id: serial('id').primaryKey(),
      loginId: integer('login_id')
        .notNull()
        .references(() => logins.id, { onDelete: 'cascade' }),
      codeHash: bytea('code_hash').notNull(),
      createdAt: instant('created_at').notNull().defaultNow(),
      usedAt: instant('used_at'),
    },
    (table) => [uniqueIndex('payer_portal_recovery_codes_once').on(table.loginId, table.codeHash)],
  )
  const challenges = pgTable(
    'payer_portal_challenges',
    {
      id: serial('id').primaryKey(),
      loginId: integer('login_id')
        .notNull()
        .references(() => logins.id, { onDelete: 'cascade' }),
      /** The epoch in which the password was checked. */
      epoch: integer('epoch').notNull(),
      /** `login`, `enroll`, `totp` or `passkey`. */
      purpose: text('purpose').notNull(),
      tokenHash: bytea('token_hash').notNull(),
      data: jsonb('data').notNull().default({}),
      attempts: integer('attempts').notNull().default(0),
      createdAt: instant('created_at').notNull().defaultNow(),
      expiresAt: instant('expires_at').notNull(),
      usedAt: instant('used_at'),
    },
    (table) => [
      uniqueIndex('payer_portal_challenges_token').on(table.tokenHash),
      index('payer_portal_challenges_login').on(table.loginId),
    ],
  )
  const emailChanges = pgTable(
    'payer_portal_email_changes',
    {
      id: serial('id').primaryKey(),
      payerId: integer('payer_id')
        .notNull()
        .references(() => payers.id, { onDelete: 'cascade' }),
      personId: integer('person_id').references(() => people.id, { onDelete: 'set null' }),
      loginId: integer('login_id').references(() => logins.id, { onDelete: 'set null' }),
      /** `record`: only this payer's owner moves. `login`: everything that the login acts for. */
      scope: text('scope').notNull().default('record'),
      /** The row with which this one was confirmed; null for the row that was asked for. */
      requestId: integer('request_id'),
      /** The link that confirms, and once that is done the one that undoes. */
      tokenId: integer('token_id'),
      oldEmail: text('old_email').notNull(),
      newEmail: text('new_email').notNull(),
      requestedAt: instant('requested_at').notNull().defaultNow(),
      /** Taken back, or overtaken by another change, before it was confirmed. */
      canceledAt: instant('canceled_at'),
      confirmedAt: instant('confirmed_at'),
      /** Until then the old address can undo the change, and saved payment methods are frozen. */
      undoUntil: instant('undo_until'),
      undoneAt: instant('undone_at'),
    },
    (table) => [
      index('payer_portal_email_changes_payer').on(table.payerId),
      index('payer_portal_email_changes_login').on(table.loginId),
    ],
  )
  const views = pgTable(
    'payer_portal_views',
    {
      id: serial('id').primaryKey(),
      payerId: integer('payer_id')
        .notNull()
        .references(() => payers.id, { onDelete: 'cascade' }),
      staffCollection: text('staff_collection').notNull(),
      staffId: text('staff_id').notNull(),
      staffName: text('staff_name'),
      tokenHash: bytea('token_hash').notNull(),
      createdAt: instant('created_at').notNull().defaultNow(),
      expiresAt: instant('expires_at').notNull(),
      endedAt: instant('ended_at'),
    },
    (table) => [uniqueIndex('payer_portal_views_token').on(table.tokenHash)],
  )
  return { factors, recoveryCodes, challenges, emailChanges, views }
}

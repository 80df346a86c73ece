import { sql } from '@payloadcms/db-postgres'
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  serial,
  text,
  uniqueIndex,
} from '@payloadcms/db-postgres/drizzle/pg-core'
import { instant } from './columns.ts'
import type { IdTable } from './withPortalTables.ts'

/** What the processor keeps for a payer, and the bookkeeping that makes every charge happen once. */
export function paymentTables({
  payers,
  transactions,
  logins,
}: {
  payers: IdTable
  transactions: IdTable
  logins: IdTable
}) {
  const customers = pgTable(
    'payer_portal_customers',
    {
      payerId: integer('payer_id')
        .primaryKey()
        .references(() => payers.id, { onDelete: 'cascade' }),
      gateway: text('gateway').notNull(),
      customerId: text('customer_id').notNull(),
      createdAt: instant('created_at').notNull().defaultNow(),
    },
    (table) => [uniqueIndex('payer_portal_customers_customer').on(table.customerId)],
  )
  const methods = pgTable(
    'payer_portal_payment_methods',
    {
      id: serial('id').primaryKey(),
      payerId: integer('payer_id')
        .notNull()
        .references(() => payers.id, { onDelete: 'cascade' }),
      /** The processor's id of it. Never leaves the server. */
      gatewayId: text('gateway_id').notNull(),
      type: text('type').notNull(),
      brand: text('brand'),
      last4: text('last4'),
      expMonth: integer('exp_month'),
      expYear: integer('exp_year'),
      isDefault: boolean('is_default').notNull().default(false),
      consentAt: instant('consent_at').notNull(),
      consentVersion: text('consent_version').notNull(),
      /** Who consented: after another person takes over, charging needs that person's consent. */
      consentLoginId: integer('consent_login_id').references(() => logins.id, { onDelete: 'set null' }),
      createdAt: instant('created_at').notNull().defaultNow(),
      removedAt: instant('removed_at'),
    },
    (table) => [
      uniqueIndex('payer_portal_payment_methods_gateway').on(table.gatewayId),
      index('payer_portal_payment_methods_payer').on(table.payerId),
      uniqueIndex('payer_portal_payment_methods_default')
        .on(table.payerId)
        .where(sql`${table.isDefault} and ${table.removedAt} is null`),
    ],
  )
  const idempotency = pgTable(
    'payer_portal_idempotency',
    {
      payerId: integer('payer_id')
        .notNull()
        .references(() => payers.id, { onDelete: 'restrict' }),
      key: text('key').notNull(),
      requestHash: text('request_hash').notNull(),
      transactionId: integer('transaction_id')
        .notNull()
        .references(() => transactions.id, { onDelete: 'restrict' }),
      createdAt: instant('created_at').notNull().defaultNow(),
    },
    (table) => [primaryKey({ columns: [table.payerId, table.key] })],
  )
  /** The Idempotency-Keys of staff's refunds: one key of a payment, one refund of it. */
  const refundKeys = pgTable(
    'payer_portal_refund_keys',
    {
      paymentId: integer('payment_id')
        .notNull()
        .references(() => transactions.id, { onDelete: 'restrict' }),
      key: text('key').notNull(),
      requestHash: text('request_hash').notNull(),
      refundId: integer('refund_id')
        .notNull()
        .references(() => transactions.id, { onDelete: 'restrict' }),
      createdAt: instant('created_at').notNull().defaultNow(),
    },
    (table) => [primaryKey({ columns: [table.paymentId, table.key] })],
  )
  const gatewayPayments = pgTable(
    'payer_portal_gateway_payments',
    {
      transactionId: integer('transaction_id')
        .primaryKey()
        .references(() => transactions.id, { onDelete: 'restrict' }),
      /** The processor's id of the payment or refund. One payment is booked by one transaction only. */
      gatewayId: text('gateway_id'),
      chosenMethodId: integer('chosen_method_id').references(() => methods.id),
      saveMethod: boolean('save_method').notNull().default(false),
      consentVersion: text('consent_version'),
      loginId: integer('login_id').references(() => logins.id, { onDelete: 'set null' }),
      /** Set just before the processor is asked to charge. */
      confirmedAt: instant('confirmed_at'),
      /** While it lies ahead some process works on this payment; afterwards the worker picks it up. */
      leaseUntil: instant('lease_until').notNull(),
      /** End of the reservation. */
      expiresAt: instant('expires_at').notNull(),
    },
    (table) => [
      uniqueIndex('payer_portal_gateway_payments_gateway').on(table.gatewayId),
      index('payer_portal_gateway_payments_lease').on(table.leaseUntil),
    ],
  )
  const gatewayEvents = pgTable(
    'payer_portal_gateway_events',
    {
      id: text('id').primaryKey(),
      type: text('type').notNull(),
      about: jsonb('about').notNull(),
      body: jsonb('body').notNull(),
      receivedAt: instant('received_at').notNull().defaultNow(),
      processedAt: instant('processed_at'),
      error: text('error'),
    },
    (table) => [
      index('payer_portal_gateway_events_open').on(table.receivedAt).where(sql`${table.processedAt} is null`),
    ],
  )
  return { customers, methods, idempotency, refundKeys, gatewayPayments, gatewayEvents }
}

import type { AnyPgColumn, PgTable } from '@payloadcms/db-postgres/drizzle/pg-core'
import type { Config } from 'payload'
import { isProduction } from '../options/checks/isProduction.ts'
import { refuse } from '../options/checks/refuse.ts'
import { attentionTables } from './attentionTables.ts'
import { connectTables } from './connectTables.ts'
import { extendCollections } from './extendCollections.ts'
import { freshTables } from './freshTables.ts'
import { type CountingAdapter, keepInvoiceCount } from './keepInvoiceCount.ts'
import { loginSafetyTables } from './loginSafetyTables.ts'
import { loginTables } from './loginTables.ts'
import { mailTables } from './mailTables.ts'
import { paymentTables } from './paymentTables.ts'
import { type FindingAdapter, readListsByIds } from './readListsByIds.ts'
import { scopeTables } from './scopeTables.ts'

/** A table with an integer primary key `id`. */
export type IdTable = PgTable & { id: AnyPgColumn }

type Adapter = Config['db']
type SchemaHook = (args: {
  schema: { tables: Record<string, unknown> }
  extendTable: Parameters<typeof extendCollections>[1]
}) => unknown

type Adapted = { afterSchemaInit?: SchemaHook[]; idType?: string; push?: boolean }

function addPortalTables({ schema, extendTable }: Parameters<SchemaHook>[0]): unknown {
  const { tables } = schema
  const payers = tables.payers as IdTable
  const transactions = tables.transactions as IdTable
  const login = loginTables(payers)
  const groups = [
    login,
    loginSafetyTables({ payers, logins: login.logins, people: login.people }),
    mailTables({ payers, people: login.people, tokens: login.tokens }),
    paymentTables({ payers, transactions, logins: login.logins }),
    connectTables(transactions),
    freshTables(tables.invoices as IdTable),
    attentionTables(),
    scopeTables(),
  ]
  for (const [name, table] of groups.flatMap((group) => Object.entries(group))) tables[`payer_portal_${name}`] = table
  extendCollections(tables, extendTable)
  return schema
}

/**
 * The host's Postgres adapter with our tables, columns and indexes in its schema, so that the
 * host's own `payload migrate:create` writes them into its migrations. Boot fails on another
 * database or on ids that are not serial.
 */
export function withPortalTables(db: Adapter): Adapter {
  return {
    ...db,
    init: (args) => {
      const adapter = db.init(args) as ReturnType<Adapter['init']> & Adapted
      if (adapter.packageName !== '@payloadcms/db-postgres')
        refuse('db', 'of the Payload config must be @payloadcms/db-postgres: write postgresAdapter({ … })')
      if (adapter.idType && adapter.idType !== 'serial')
        refuse('db.idType', 'must be serial: write it so or leave it out')
      if (isProduction() && adapter.push)
        refuse('db.push', 'changes tables without asking: in production write push: false, and migrate')
      adapter.afterSchemaInit = [...(adapter.afterSchemaInit ?? []), addPortalTables]
      keepInvoiceCount(adapter as unknown as CountingAdapter)
      readListsByIds(adapter as unknown as FindingAdapter)
      return adapter
    },
  }
}

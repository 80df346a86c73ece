import { sql } from '@payloadcms/db-postgres'
import { index, jsonb, type PgColumn, uniqueIndex } from '@payloadcms/db-postgres/drizzle/pg-core'
import { isOpenSql } from '../base/openInvoices.ts'
import { instant } from './columns.ts'
import { filled, ruleKinds } from './ruleKinds.ts'

type Columns = Record<string, PgColumn>
type ExtendTable = (args: { table: unknown; columns?: object; extraConfig?: (table: Columns) => object }) => void

const column = (table: Columns, name: string): PgColumn => {
  const found = table[name]
  if (!found)
    throw new Error(`payerPortal: the column ${name} is missing; an override removed a field that the portal needs.`)
  return found
}

function extendInvoices(table: unknown, extendTable: ExtendTable): void {
  extendTable({
    table,
    // When a complete read of the source no longer had the row.
    columns: { removedAt: instant('removed_at') },
    extraConfig: (t) => {
      const on = (...names: string[]) => names.map((name) => column(t, name)) as [PgColumn, ...PgColumn[]]
      // With another condition than the queries ask by, Postgres would not use these indexes.
      const open = sql.raw(isOpenSql('"invoices"'))
      return {
        identity: uniqueIndex('invoices_identity').on(...on('source', 'externalId')),
        byClient: index('invoices_open_client')
          .on(...on('clientNumber', 'dueOn', 'issuedOn', 'id'))
          .where(open),
        byDueDate: index('invoices_open_due')
          .on(...on('dueOn', 'issuedOn', 'id'))
          .where(open),
        byMatter: index('invoices_open_matter')
          .on(...on('matterNumber', 'clientNumber', 'dueOn', 'issuedOn', 'id'))
          .where(open),
        byNumber: index('invoices_number').on(...on('number')),
        allByClient: index('invoices_client').on(...on('clientNumber', 'matterNumber')),
        allByMatter: index('invoices_matter').on(...on('matterNumber')),
        byClientName: index('invoices_client_name').on(...on('clientName')),
        byMatterText: index('invoices_matter_description').on(...on('matterDescription')),
        // What staff's list is sorted by, to the last tie (hooks/invoices/orderToLastTie.ts), in both directions.
        listByDueDate: index('invoices_list_due').on(...on('dueOn', 'issuedOn', 'id')),
        listByIssue: index('invoices_list_issued').on(...on('issuedOn', 'id')),
        listByBalance: index('invoices_list_balance').on(...on('balance', 'id')),
        listByStatus: index('invoices_list_status').on(...on('status', 'id')),
        // In place of Payload's own, by their names.
        invoices_created_at_idx: index('invoices_created_at_idx').on(...on('createdAt', 'id')),
        invoices_updated_at_idx: index('invoices_updated_at_idx').on(...on('updatedAt', 'id')),
      }
    },
  })
}

/** The rules of a payer by what they ask of an invoice, so that one invoice is looked up among very many of them. */
function extendAssociations(table: unknown, extendTable: ExtendTable): void {
  const kinds = ruleKinds().map(({ key, index: name, isOf }) => {
    // A rule of a client may name one of its matters; there may be many of either for one client or number.
    const further = { invoice_number: 'client_number', client_number: 'matter_number' }[key]
    const keys = [key, ...(further ? [further] : [])].map((column) => sql.raw(`(${filled(column)})`))
    return { name, keys, isOf: sql.raw(isOf.join(' and ')) }
  })
  extendTable({
    table,
    extraConfig: (t) => ({
      ...Object.fromEntries(
        kinds.map(({ name, keys, isOf }) => [
          name,
          index(name)
            .on(column(t, 'payer'), ...keys)
            .where(isOf),
        ]),
      ),
      // Few rules exclude: an invoice over several matters asks these for each of them.
      byExcludedMatter: index('associations_exclude_matter')
        .on(column(t, 'matterNumber'))
        .where(sql`${column(t, 'effect')} = 'exclude'`),
      byExcludedText: index('associations_exclude_description')
        .on(column(t, 'matterDescription'))
        .where(sql`${column(t, 'effect')} = 'exclude'`),
      excludes: index('associations_excludes')
        .on(column(t, 'payer'))
        .where(sql`${column(t, 'effect')} = 'exclude'`),
    }),
  })
}

/** Adds our columns and indexes to the tables of the four collections. */
export function extendCollections(tables: Record<string, unknown>, extendTable: ExtendTable): void {
  extendInvoices(tables.invoices, extendTable)
  extendAssociations(tables.associations, extendTable)
  extendTable({
    table: tables.payers,
    extraConfig: (t) => ({ byEmail: index('payers_email_lower').on(sql`lower(${column(t, 'email')})`) }),
  })
  extendTable({
    table: tables.transactions,
    // What the payer's receipt says was paid, where staff moved the payment to other invoices later.
    columns: { receiptLines: jsonb('receipt_lines') },
    extraConfig: (t) => ({
      reference: uniqueIndex('transactions_reference_once').on(column(t, 'reference')),
      history: index('transactions_history').on(column(t, 'payer'), column(t, 'createdAt'), column(t, 'id')),
    }),
  })
  extendTable({
    table: tables.transactions_allocations,
    // What is under way, of everything that ever was.
    extraConfig: (t) => ({
      pending: index('transactions_allocations_pending')
        .on(column(t, 'invoice'))
        .where(sql`${column(t, 'pending')} <> 0`),
    }),
  })
}

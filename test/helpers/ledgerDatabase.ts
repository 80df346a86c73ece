import pg from 'pg'
import type { SqlSourceOptions } from '../../src/connect/sources/sql/SqlSourceOptions.ts'
import { createDatabase, dropDatabase } from './databases.ts'

/** A small billing database of a shape that is neither ours nor the sample firm's. */
export const LEDGER_SCHEMA = `
create table bills (
  id text primary key, no text, client text, client_name text, matter text, matter_text text, matters jsonb, billed date, due text,
  ccy text default 'usd', total numeric default 100, open numeric default 100, acct text default 'operating-ny', void boolean default false, memo text);
create table clients (no text primary key, name text);
create table receipts (id serial primary key, ref text unique, kind text, orig text, acct text, ccy text, amt numeric not null check (amt <> 0), paid date);
create table receipt_lines (receipt int references receipts, line int, bill text references bills, amt numeric, primary key (receipt, line));
create function apply_line() returns trigger language plpgsql as $$ begin update bills set open = open - new.amt where id = new.bill; return new; end $$;
create trigger apply_line after insert on receipt_lines for each row execute function apply_line();`

export const LEDGER_MAPPING: Omit<SqlSourceOptions, 'connection'> & {
  posting: NonNullable<SqlSourceOptions['posting']>
} = {
  key: 'ledger',
  label: 'Ledger',
  client: 'pg',
  invoices: `select b.id as "externalId", b.no as "number", b.client as "clientNumber", b.client_name as "clientName",
    coalesce(b.matters, jsonb_build_array(jsonb_build_object('matterNumber', b.matter, 'matterDescription', b.matter_text))) as "matters",
    b.billed as "issuedOn", b.due as "dueOn", b.ccy as "currency", b.total as "total", b.open as "balance", b.acct as "account", b.void as "isVoid", b.memo as "memo"
    from bills b;`,
  search: {
    client: `select no as "clientNumber", name as "clientName" from clients`,
    matter: `select distinct client as "clientNumber", client_name as "clientName", matter as "matterNumber", matter_text as "matterDescription" from bills where matter is not null`,
    invoice: `select client as "clientNumber", client_name as "clientName", matter as "matterNumber", matter_text as "matterDescription", no as "invoiceNumber" from bills`,
  },
  posting: {
    receipts: { table: 'receipts', id: 'id', reference: 'ref' },
    insert: `insert into receipts (ref, kind, orig, acct, ccy, amt, paid) values (:reference, :kind, :originalReference, :account, :currency, :signedAmount::numeric, :paidOn::date) returning id as "externalId"`,
    insertLine: `insert into receipt_lines values (:receiptId::int, :lineNumber, :invoiceId, :signedLineAmount::numeric)`,
  },
}

export type LedgerDatabase = {
  url: string
  query<Row extends pg.QueryResultRow = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>
  close(): Promise<void>
}

export async function createLedgerDatabase(): Promise<LedgerDatabase> {
  const url = await createDatabase(null)
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  await client.query(LEDGER_SCHEMA)
  return {
    url,
    query: async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
      (await client.query<Row>(text, values)).rows,
    close: async () => {
      await client.end()
      await dropDatabase(url)
    },
  }
}

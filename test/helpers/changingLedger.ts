import type { SqlChanges } from '../../src/connect/sources/sql/SqlSourceOptions.ts'
import { createLedgerDatabase, type LedgerDatabase } from './ledgerDatabase.ts'

/** The time is that of the transaction's beginning, the number is given out at the write: both before the commit. */
const MARKS = `
create sequence change_no;
alter table bills add changed timestamptz not null default now(), add change_no bigint not null default nextval('change_no'), add xid text;
create function mark_bill() returns trigger language plpgsql as $$ begin new.changed = now(); new.change_no = nextval('change_no'); new.xid = pg_current_xact_id()::text; return new; end $$;
create trigger mark_bill before insert or update on bills for each row execute function mark_bill();
create table gone (id text, at timestamptz default now(), change_no bigint default nextval('change_no'));
create function mark_gone() returns trigger language plpgsql as $$ begin insert into gone (id) values (old.id); return old; end $$;
create trigger mark_gone before delete on bills for each row execute function mark_gone();
create index on bills (changed); create index on bills (change_no);`

/** The ledger with columns that tell when, and in which order, a bill changed. */
export async function createChangingLedger(): Promise<LedgerDatabase> {
  const ledger = await createLedgerDatabase()
  await ledger.query(MARKS)
  return ledger
}

export const BY_TIME: SqlChanges = {
  mark: 'select current_timestamp as "mark"',
  invoices: 'select id as "externalId" from bills where changed >= :since',
  deleted: 'select id as "externalId" from gone where at >= :since and id not in (select id from bills);',
}

export const BY_NUMBER: SqlChanges = {
  mark: `select last_value as "mark" from change_no`,
  invoices: 'select id as "externalId" from bills where change_no >= :since',
  deleted: 'select id as "externalId" from gone where change_no >= :since',
}

/** Every transaction below this number has ended: nothing needs to be read twice. */
export const BY_TRANSACTION: SqlChanges = {
  mark: `select pg_snapshot_xmin(pg_current_snapshot())::text as "mark"`,
  invoices: 'select id as "externalId" from bills where xid::bigint >= :since',
  overlap: 0,
}

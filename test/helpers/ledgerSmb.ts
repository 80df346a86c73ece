import fs from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { createDatabase, dropDatabase, onServer } from './databases.ts'

/** Where the package's own SQL files stand: `LEDGERSMB_SQL`, else where Debian's package puts them. */
const SQL = process.env.LEDGERSMB_SQL ?? '/usr/share/ledgersmb/sql'

export type LedgerSmb = {
  /** Of the package whose tables these are. */
  version: string
  /** A role that may read, and one that may enter payments as well. */
  readUrl: string
  postUrl: string
  query<Row extends pg.QueryResultRow = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>
  close(): Promise<void>
}

const COPY = /^(COPY [^;]*);\n([\s\S]*?)^\\\.$/im

/** Runs a file as psql would, with the data that stand behind `COPY … FROM stdin`. */
async function runFile(client: pg.Client, file: string): Promise<void> {
  const text = fs.readFileSync(path.join(SQL, file), 'utf8')
  for (const part of text.split(/^(COPY [^;]*FROM stdin[^;]*;\n[\s\S]*?^\\\.$)/im)) {
    const [, statement, data] = COPY.exec(part) ?? []
    if (statement && data !== undefined && part.startsWith('COPY'))
      await pipeline(Readable.from([data]), client.query(copyFrom(statement)))
    else await client.query(part)
  }
}

const listed = (file: string) =>
  fs
    .readFileSync(path.join(SQL, file), 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith('#'))

/** A change that its own list marks with `!` may fail: it is for databases made by older versions. */
async function applyChange(client: pg.Client, line: string): Promise<void> {
  const file = `changes/${line.replace(/^[!^]+/, '')}`
  await client.query('begin')
  try {
    await runFile(client, file)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    if (!line.startsWith('!')) throw new Error(`${file}: ${(error as Error).message}`, { cause: error })
  }
}

/** These speak to psql, or make roles on the server: nothing of the books needs them. */
const NOT_LOADED = ['admin.sql', 'Roles.sql', 'Duplicates_Functions.sql']

async function createTables(client: pg.Client): Promise<void> {
  for (const name of ['pg_trgm', 'btree_gist', 'tablefunc']) await client.query(`create extension ${name}`)
  await runFile(client, 'Pg-database.sql')
  for (const line of listed('changes/LOADORDER')) await applyChange(client, line)
  for (const line of listed('modules/LOADORDER').filter((name) => !NOT_LOADED.includes(name)))
    await runFile(client, `modules/${line}`)
  await runFile(client, 'coa/us/chart/General.sql')
}

const connected = async (url: string) => {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  return client
}

const READ =
  'ar, acc_trans, account, account_link, entity, entity_credit_account, exchangerate, defaults, invoice, business_unit, business_unit_class, business_unit_ac, business_unit_inv'

/** What docs/connect-ledgersmb.md tells the firm's administrator to run, for these two roles. */
const setUp = ({ read, post }: { read: string; post: string }) => [
  'create table payer_portal_receipt (id serial primary key, reference text not null unique, entered_at timestamptz not null default now())',
  `create role ${read} login password 'pa55word'`,
  `create role ${post} login password 'pa55word'`,
  `grant select on ${READ}, payer_portal_receipt to ${read}, ${post}`,
  `grant select on users, person, account_checkpoint, payment to ${post}`,
  `grant insert on payment, payment_links, acc_trans, payer_portal_receipt to ${post}`,
  `grant update (value) on defaults to ${post}`,
  `grant usage on sequence payment_id_seq, acc_trans_entry_id_seq, payer_portal_receipt_id_seq to ${post}`,
]

/**
 * 40 customers and 6,000 invoices as LedgerSMB enters them: in two currencies, over one project, two or none, some of goods, with credit
 * notes, drafts, invoices on hold and closed by force. Every third is paid in part, through LedgerSMB itself.
 */
const BOOKS = [
  `insert into entity (name, entity_class, control_code, country_id) select 'Müller & Søn ' || n || '%', 2, 'K-' || n, (select min(id) from country) from generate_series(1, 40) n`,
  `insert into entity_credit_account (entity_id, entity_class, meta_number, curr, ar_ap_account_id)
    select id, 2, '00' || substr(control_code, 3), 'USD', (select id from account where accno = '1200') from entity where control_code like 'K-%'`,
  `insert into business_unit (class_id, control_code, description, credit_id)
    select 2, 'P-' || c.meta_number || '-' || k, 'Lease ' || k || ' of ' || c.meta_number, c.id from entity_credit_account c, generate_series(1, 3) k where c.entity_class = 2`,
  `insert into exchangerate select 'EUR', date '2026-01-01' + n, 1.1 + n / 1000.0, 1.1 + n / 1000.0 from generate_series(0, 364) n`,
  `create table bills as select n, 'R-' || n as no, date '2026-01-01' + n % 300 as day, c.id as customer, c.entity_id,
      case when n % 9 = 0 then 'EUR' else 'USD' end as curr, (case when n % 11 = 0 then -1 else 1 end) * (n + 0.37) as fx,
      case when n % 9 = 0 then 1.1 + (n % 300) / 1000.0 else 1 end as rate
    from generate_series(1, 6000) n join entity_credit_account c on c.meta_number = '00' || n % 40 + 1`,
  `insert into ar (invnumber, transdate, duedate, amount, netamount, curr, entity_credit_account, approved, on_hold, force_closed, description, invoice)
    select no, day, day + 30, fx * rate, fx * rate, curr, customer, n % 50 > 0, n % 41 = 0, n % 43 = 0, case when n % 5 = 0 then 'Advice ' || n end, n % 13 = 0 from bills`,
  `insert into acc_trans (trans_id, chart_id, amount, transdate, fx_transaction, approved)
    select a.id, (select id from account where accno = side.accno), side.sign * part.amount, b.day, part.is_rate, b.n % 50 > 0
    from bills b join ar a on a.invnumber = b.no cross join (values ('1200', -1), ('4010', 1)) side (accno, sign)
    cross join lateral (select b.fx as amount, false as is_rate union all select b.fx * (b.rate - 1), true where b.rate <> 1) part`,
  `insert into business_unit_ac (entry_id, class_id, bu_id) select distinct on (t.entry_id, u.id) t.entry_id, 2, u.id
    from bills b join ar a on a.invnumber = b.no join acc_trans t on t.trans_id = a.id and not t.fx_transaction join account k on k.id = t.chart_id and k.accno = '4010'
    join business_unit u on u.credit_id = b.customer and (u.control_code like '%-1' or (b.n % 10 = 0 and u.control_code like '%-2')) where b.n % 4 > 0`,
  `insert into invoice (trans_id, description, qty, sellprice) select a.id, 'Copies', 1, 0 from ar a where a.invoice`,
  `insert into business_unit_inv (entry_id, class_id, bu_id) select i.id, 2, u.id from invoice i join ar a on a.id = i.trans_id
    join business_unit u on u.credit_id = a.entity_credit_account and u.control_code like '%-3'`,
  `select payment_post(b.day + 5, 2, b.customer, b.curr::bpchar, null, null, array[(select id from account where accno = '1060')], array[round(b.fx / 3, 2)], array[true],
      array['cheque'], array[''], array[a.id], null, null, null, null, null, null, true) from bills b join ar a on a.invnumber = b.no where b.n % 3 = 0 and a.approved`,
]

/** LedgerSMB's own tables and functions, from its package, with books in them, and what a firm adds for the portal. */
export async function createLedgerSmb(): Promise<LedgerSmb> {
  const url = await createDatabase(null)
  const first = await connected(url)
  await createTables(first)
  await first.end()
  // What its files set for their session ends with it.
  const client = await connected(url)
  const query = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
    (await client.query<Row>(text, values)).rows
  const name = new URL(url).pathname.slice(1)
  const roles = { read: `${name}_read`, post: `${name}_post` }
  for (const statement of [...BOOKS, ...setUp(roles)]) await query(statement)
  const as = (user: string) => Object.assign(new URL(url), { username: user, password: 'pa55word' }).href
  const [row] = await query<{ value: string }>(`select value from defaults where setting_key = 'version'`)
  return {
    version: row?.value ?? '',
    readUrl: as(roles.read),
    postUrl: as(roles.post),
    query,
    close: async () => {
      await client.end()
      await dropDatabase(url)
      for (const role of Object.values(roles)) await onServer(`drop role ${role}`)
    },
  }
}

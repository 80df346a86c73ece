import pg from 'pg'
import { billDocument, hasDocument } from './billDocument.ts'
import { billTotal, type FirmRows } from './firmRows.ts'
import { FIRM_FILES, FIRM_GRANTS, FIRM_INDEXES, FIRM_LEDGER_COLUMNS, FIRM_ROLES, FIRM_SCHEMA } from './firmSchema.ts'
import { generateFirm } from './generateFirm.ts'

export type FirmDatabase = {
  /** Connects as a role that can only read. */
  readUrl: string
  /** Connects as a role that reads and enters receipts. */
  postUrl: string
  /** False when the sample was there already. */
  created: boolean
}

const BANK_ACCOUNTS = [
  { cd: 'OPR-NY', nm: 'Operating, New York', typ: 'OPERATING', ccy: 'USD' },
  { cd: 'OPR-TK', nm: 'Operating, Tokyo', typ: 'OPERATING', ccy: 'JPY' },
  { cd: 'IOLTA-NY', nm: 'Client trust (IOLTA), New York', typ: 'IOLTA', ccy: 'USD' },
]

type Load = { text: string; rows: unknown[] }

function loads({ clients, matters, bills, receipts }: FirmRows): Load[] {
  return [
    {
      text: `insert into lpm.bank_acct select cd, nm, typ, ccy from jsonb_to_recordset($1::jsonb) as r(cd text, nm text, typ text, ccy text)`,
      rows: BANK_ACCOUNTS,
    },
    {
      text: `insert into lpm.cli select id, no, name, kind, $2::date - 1500 + id from jsonb_to_recordset($1::jsonb) as r(id int, no text, name text, kind text)`,
      rows: clients,
    },
    {
      text: `insert into lpm.mat select id, client, no, description, case when closed then $2::date - 20 end
        from jsonb_to_recordset($1::jsonb) as r(id int, client int, no text, description text, closed boolean)`,
      rows: matters,
    },
    {
      text: `insert into lpm.bill_hdr select id, no, client, kind, case when "isVoid" then 'V' else 'F' end, $2::date - "issuedAgo", $2::date - "issuedAgo" + terms, currency, account, total / 100, memo
        from jsonb_to_recordset($1::jsonb) as r(id int, no text, client int, kind text, "isVoid" boolean, "issuedAgo" int, terms int, currency text, account text, total numeric, memo text)`,
      rows: bills.map((bill) => ({ ...bill, lines: undefined, total: billTotal(bill) })),
    },
    {
      text: `insert into lpm.bill_ln select bill, ln, matter, type, text, amount / 100
        from jsonb_to_recordset($1::jsonb) as r(bill int, ln int, matter int, type text, text text, amount numeric)`,
      rows: bills.flatMap((bill) => bill.lines.map((line, at) => ({ ...line, bill: bill.id, ln: at + 1 }))),
    },
    {
      text: `insert into lpm.rcpt (rcpt_id, rcpt_dt, acct_cd, ccy, rcpt_amt, pay_meth, rev_of) select id, $2::date - ago, account, currency, total / 100, method, reverses
        from jsonb_to_recordset($1::jsonb) as r(id int, ago int, account text, currency text, total numeric, method text, reverses int)`,
      rows: receipts.map((receipt) => ({
        ...receipt,
        total: receipt.lines.reduce((sum, line) => sum + line.amount, 0),
        lines: undefined,
      })),
    },
    {
      text: `insert into lpm.rcpt_ln select receipt, ln, bill, amount / 100 from jsonb_to_recordset($1::jsonb) as r(receipt int, ln int, bill int, amount numeric)`,
      rows: receipts.flatMap((receipt) =>
        receipt.lines.map((line, at) => ({ ...line, receipt: receipt.id, ln: at + 1 })),
      ),
    },
  ]
}

/** Roles belong to the server, not to one database: another may be making the same one right now. */
async function createRoles(client: pg.Client): Promise<boolean> {
  for (const { name, password } of Object.values(FIRM_ROLES)) {
    try {
      await client.query(`create role ${pg.escapeIdentifier(name)} login password ${pg.escapeLiteral(password)}`)
    } catch (error) {
      const code = error instanceof pg.DatabaseError ? error.code : undefined
      if (code === '42501') return false
      if (code !== '42710' && code !== '23505') throw error
    }
  }
  return true
}

function urlAs(url: string, role: { name: string; password: string }): string {
  const other = new URL(url)
  other.username = role.name
  other.password = role.password
  return other.href
}

/** Of two starts at once the second one waits for the first. */
async function beginAlone(client: pg.Client): Promise<void> {
  await client.query('begin')
  await client.query(`select pg_advisory_xact_lock(hashtext('payer-portal sample firm'))`)
}

async function grant(client: pg.Client): Promise<void> {
  await beginAlone(client)
  await client.query(FIRM_GRANTS)
  await client.query('commit')
}

/** The files of the bills that the sample has, each dated as its row is. */
async function fillFiles(client: pg.Client): Promise<void> {
  await beginAlone(client)
  const { rows } = await client.query(`select to_regclass('lpm.bill_file') is not null as there`)
  if (!rows[0]?.there) {
    await client.query(FIRM_FILES)
    const { clients, bills } = generateFirm()
    const nameOf = new Map(clients.map(({ id, name }) => [id, name]))
    const { rows: dates } = await client.query<{ id: number; date: string }>(
      `select bill_id as id, bill_dt::text as date from lpm.bill_hdr`,
    )
    const dateOf = new Map(dates.map(({ id, date }) => [id, date]))
    const files = bills
      .filter((bill) => hasDocument(bill, nameOf.get(bill.client) ?? '') && dateOf.has(bill.id))
      .map((bill) => {
        const facts = { client: nameOf.get(bill.client) ?? '', issuedOn: dateOf.get(bill.id) ?? '' }
        return { id: bill.id, pdf: billDocument(bill, facts).toString('base64') }
      })
    await client.query(
      `insert into lpm.bill_file select id, decode(pdf, 'base64') from jsonb_to_recordset($1::jsonb) as r(id int, pdf text)`,
      [JSON.stringify(files)],
    )
  }
  await client.query('commit')
}

async function fill(client: pg.Client, today: string): Promise<boolean> {
  await beginAlone(client)
  const { rows } = await client.query(`select to_regnamespace('lpm') is not null as there`)
  if (rows[0]?.there) {
    await client.query('commit')
    return false
  }
  await client.query(FIRM_SCHEMA)
  for (const { text, rows: batch } of loads(generateFirm()))
    await client.query(text, text.includes('$2') ? [JSON.stringify(batch), today] : [JSON.stringify(batch)])
  await client.query(
    `select setval(pg_get_serial_sequence('lpm.rcpt', 'rcpt_id'), (select max(rcpt_id) from lpm.rcpt))`,
  )
  await client.query(FIRM_INDEXES)
  await client.query('commit')
  return true
}

/** Today in the firm's time zone. */
const firmToday = () => new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(new Date())

/**
 * Fills an empty database with the sample firm's billing system; leaves a filled one as it is. Rows
 * are always the same, dates count back from `today` (`YYYY-MM-DD`), so there are always open and
 * overdue bills.
 */
export async function createFirmDatabase(
  url: string,
  { today = firmToday() }: { today?: string } = {},
): Promise<FirmDatabase> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const created = await fill(client, today)
    await client.query(FIRM_LEDGER_COLUMNS)
    await fillFiles(client)
    if (!(await createRoles(client))) return { readUrl: url, postUrl: url, created }
    await grant(client)
    return { readUrl: urlAs(url, FIRM_ROLES.reader), postUrl: urlAs(url, FIRM_ROLES.poster), created }
  } finally {
    await client.end()
  }
}

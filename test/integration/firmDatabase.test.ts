import pg from 'pg'
import { createFirmDatabase, type FirmDatabase } from '../../demo/firm/createFirmDatabase.ts'
import { FIRM_INVOICES, FIRM_SEARCH } from '../../demo/firm/firmQueries.ts'
import { CLIENTS_WITHOUT_BILLS, FIRM_FACTS } from '../../demo/firm/firmSpecials.ts'
import { createDatabase, dropDatabase } from '../helpers/databases.ts'

const TODAY = '2026-06-15'
let url: string
let owner: pg.Client
let firm: FirmDatabase
let seconds: number

beforeAll(async () => {
  url = await createDatabase(null)
  const from = performance.now()
  firm = await createFirmDatabase(url, { today: TODAY })
  seconds = (performance.now() - from) / 1000
  owner = new pg.Client({ connectionString: url })
  await owner.connect()
})

afterAll(async () => {
  await owner.end()
  await dropDatabase(url)
})

const one = async (text: string, values: unknown[] = []) => (await owner.query(text, values)).rows[0]
const invoices = (where: string, values: unknown[] = []) =>
  owner.query(`select * from (${FIRM_INVOICES}) i where ${where}`, values)

describe('the sample firm', () => {
  it('has the size that is promised and is made quickly', async () => {
    const counts =
      await one(`select (select count(*)::int from lpm.cli) as clients, (select count(*)::int from lpm.mat) as matters,
      (select count(*)::int from lpm.bill_hdr) as bills, (select max(bill_dt) - min(bill_dt) from lpm.bill_hdr) as days, (select max(bill_dt)::text from lpm.bill_hdr) as last`)
    expect(counts.clients).toBeGreaterThanOrEqual(60)
    expect(counts.matters).toBeGreaterThanOrEqual(400)
    expect(counts.bills).toBeGreaterThanOrEqual(5000)
    expect(counts.days).toBeGreaterThan(1000)
    expect(counts.last).toBe(TODAY)
    expect(seconds).toBeLessThan(5)
  })

  it('keeps a file of half of its bills, none of which shows a name as question marks', async () => {
    const files = `from lpm.bill_file f join lpm.bill_hdr h using (bill_id) join lpm.cli c on c.cli_id = h.cli_id`
    const { plain, other } = await one(
      `select count(*) filter (where c.cli_nm = any($1))::int as other,
      count(*) filter (where c.cli_nm <> all($1))::int as plain ${files}`,
      [['משרד כהן ושות׳', 'شركة النور للتجارة', '株式会社さくら商事']],
    )
    expect(plain).toBeGreaterThan(2500)
    expect(other).toBe(0)
    expect(await one(`select count(*)::int as marked ${files} where position('???'::bytea in f.file_pdf) > 0`)).toEqual(
      { marked: 0 },
    )
  })

  it('has paid, part-paid, open, overdue, void, credit and trust bills in two currencies', async () => {
    const { rows } = await owner.query(
      `select currency, count(*) filter (where not "isVoid" and balance::numeric = 0)::int as paid,
      count(*) filter (where not "isVoid" and balance::numeric > 0 and balance::numeric < total::numeric)::int as part,
      count(*) filter (where not "isVoid" and balance::numeric > 0 and "dueOn" < $1)::int as overdue,
      count(*) filter (where not "isVoid" and balance::numeric > 0 and "dueOn" >= $1)::int as due_later,
      count(*) filter (where "isVoid")::int as void, count(*) filter (where balance::numeric < 0)::int as credits,
      count(*) filter (where account = 'trust-ny')::int as trust from (${FIRM_INVOICES}) i group by currency order by currency`,
      [TODAY],
    )
    expect(rows.map((row) => row.currency)).toEqual(['jpy', 'usd'])
    for (const kind of ['paid', 'part', 'overdue', 'due_later', 'void', 'credits', 'trust'])
      expect(rows[1][kind]).toBeGreaterThan(0)
    expect(rows[0].paid).toBeGreaterThan(0)
    expect(rows[0].overdue).toBeGreaterThan(0)
  })

  it('has whole yen only, and books that add up', async () => {
    expect(
      (await one(`select count(*)::int as n from lpm.bill_hdr where ccy = 'JPY' and bill_tot <> trunc(bill_tot)`)).n,
    ).toBe(0)
    expect(
      (
        await one(
          `select count(*)::int as n from lpm.bill_hdr h where bill_tot <> (select sum(ln_amt) from lpm.bill_ln l where l.bill_id = h.bill_id)`,
        )
      ).n,
    ).toBe(0)
    expect(
      (
        await one(
          `select count(*)::int as n from lpm.rcpt r where rcpt_amt <> (select sum(ln_amt) from lpm.rcpt_ln l where l.rcpt_id = r.rcpt_id)`,
        )
      ).n,
    ).toBe(0)
    expect(
      (await invoices(`balance::numeric > total::numeric or (total::numeric > 0 and balance::numeric < 0)`)).rows,
    ).toEqual([])
  })

  it('keeps look-alike numbers apart and has hard names', async () => {
    const numbers = (await owner.query('select cli_no from lpm.cli')).rows.map((row) => row.cli_no)
    expect(numbers).toEqual(
      expect.arrayContaining(['0012', '12', 'AB1', 'ab1', 'C0', 'C1', 'C0,C1', '50%_off', 'K-77 ']),
    )
    const names: string[] = (await owner.query('select cli_nm from lpm.cli')).rows.map((row) => row.cli_nm)
    for (const part of ["O'Malley", '100% Organic_Foods', 'משרד', 'شركة', '<script>', '"Quoted"'])
      expect(names.some((name) => name.includes(part))).toBe(true)
    expect(names.some((name) => name !== name.normalize('NFC'))).toBe(true)
    expect(names.filter((name) => name === 'Smith, John')).toHaveLength(2)
  })

  it('has a matter number of two clients, a bill number of two clients, and bills over several matters', async () => {
    const { sharedMatter, sharedBillNumber, manyMatters } = FIRM_FACTS
    const search = await owner.query(
      `select "clientNumber" from (${FIRM_SEARCH.matter}) s where "matterNumber" = $1 order by 1`,
      [sharedMatter.matterNumber],
    )
    expect(search.rows.map((row) => row.clientNumber)).toEqual(sharedMatter.clientNumbers)
    expect(
      (await invoices('"number" = $1', [sharedBillNumber.invoiceNumber])).rows.map((row) => row.clientNumber).sort(),
    ).toEqual([...sharedBillNumber.clientNumbers].sort())
    expect((await invoices('"number" = $1', [manyMatters.invoiceNumber])).rows[0].matters).toHaveLength(3)
    expect((await invoices('jsonb_array_length(matters) > 1')).rows.length).toBeGreaterThan(100)
  })

  it('has the single bills that tests and seeds name', async () => {
    const find = async (number: string) => (await invoices('"number" = $1', [number])).rows[0]
    expect((await find(FIRM_FACTS.htmlMemo.invoiceNumber)).memo).toContain('<img src=x onerror=')
    expect(await find(FIRM_FACTS.noDueDate.invoiceNumber)).toMatchObject({ dueOn: null })
    expect(await find(FIRM_FACTS.noAccount.invoiceNumber)).toMatchObject({ account: null })
    expect(await find(FIRM_FACTS.noMatter.invoiceNumber)).toMatchObject({ matters: [] })
    expect(await find(FIRM_FACTS.trust.invoiceNumber)).toMatchObject({ account: 'trust-ny', balance: '5000.00' })
    expect(await find(FIRM_FACTS.credit.invoiceNumber)).toMatchObject({ total: '-125.00', balance: '-125.00' })
    expect(await find(FIRM_FACTS.void.invoiceNumber)).toMatchObject({ isVoid: true })
    expect(await find(FIRM_FACTS.partPaid.invoiceNumber)).toMatchObject({ total: '1000.00', balance: '666.67' })
    expect(await find(FIRM_FACTS.bounced.invoiceNumber)).toMatchObject({ total: '900.00', balance: '900.00' })
    expect(await find(FIRM_FACTS.yen.invoiceNumber)).toMatchObject({
      currency: 'jpy',
      account: 'operating-tokyo',
      total: '123456.00',
    })
  })

  it('finds clients and matters that have no bill', async () => {
    const { rows } = await owner.query(
      `select "clientNumber" from (${FIRM_SEARCH.client}) s where "clientNumber" = any($1)`,
      [CLIENTS_WITHOUT_BILLS],
    )
    expect(rows).toHaveLength(CLIENTS_WITHOUT_BILLS.length)
    expect(
      (
        await one(
          `select count(*)::int as n from lpm.mat m where not exists (select from lpm.bill_ln l where l.mat_id = m.mat_id)`,
        )
      ).n,
    ).toBeGreaterThan(0)
  })

  it('is the same a second time, and the same on another day but for its dates', async () => {
    expect((await createFirmDatabase(url, { today: TODAY })).created).toBe(false)
    const other = await createDatabase(null)
    await createFirmDatabase(other, { today: '2027-02-01' })
    const client = new pg.Client({ connectionString: other })
    await client.connect()
    try {
      const digest = `select md5(string_agg(concat_ws('|', "externalId", "number", "clientNumber", total, balance, account, matters), ',' order by "externalId")) as digest, max("issuedOn") as last from (${FIRM_INVOICES}) i`
      const there = (await client.query(digest)).rows[0]
      expect(there.digest).toBe((await one(digest)).digest)
      expect(there.last).toBe('2027-02-01')
    } finally {
      await client.end()
      await dropDatabase(other)
    }
  })

  it('is the same when two starts fill it at once', async () => {
    const other = await createDatabase(null)
    const both = await Promise.all([
      createFirmDatabase(other, { today: TODAY }),
      createFirmDatabase(other, { today: TODAY }),
    ])
    expect(both.map((each) => each.created).sort()).toEqual([false, true])
    await dropDatabase(other)
  })

  describe('roles', () => {
    const as = async (connectionString: string, work: (client: pg.Client) => Promise<unknown>) => {
      const client = new pg.Client({ connectionString })
      await client.connect()
      try {
        return await work(client)
      } finally {
        await client.end()
      }
    }

    it('lets the reading role read and nothing else', async () => {
      await as(firm.readUrl, async (client) => {
        expect((await client.query(`select count(*)::int as n from (${FIRM_INVOICES}) i`)).rows[0].n).toBeGreaterThan(
          5000,
        )
        for (const text of [
          `insert into lpm.rcpt (rcpt_dt, acct_cd, ccy, rcpt_amt, pay_meth) values (current_date, 'OPR-NY', 'USD', 1, 'X')`,
          'delete from lpm.bill_hdr',
          'create table lpm.t (a int)',
          'create table public.t (a int)',
        ]) {
          await expect(client.query(text)).rejects.toMatchObject({ code: '42501' })
        }
      })
    })

    it('lets the posting role enter receipts that add up, once per reference, and change nothing', async () => {
      const enter = (client: pg.Client, reference: string, line: number) =>
        client
          .query('begin')
          .then(() =>
            client.query(
              `with r as (insert into lpm.rcpt (rcpt_dt, acct_cd, ccy, rcpt_amt, pay_meth, ext_ref) values (current_date, 'OPR-NY', 'USD', 10, 'PORTAL', $1) returning rcpt_id)
          insert into lpm.rcpt_ln select rcpt_id, 1, 1, $2 from r`,
              [reference, line],
            ),
          )
          .then(() => client.query('commit'))
          .catch(async (error) => {
            await client.query('rollback')
            throw error
          })
      await as(firm.postUrl, async (client) => {
        await enter(client, 'PP-1', 10)
        await expect(enter(client, 'PP-1', 10)).rejects.toMatchObject({ code: '23505' })
        await expect(enter(client, 'PP-2', 9)).rejects.toMatchObject({ code: '23514' })
        await expect(client.query('update lpm.rcpt set rcpt_amt = 1')).rejects.toMatchObject({ code: '42501' })
        await expect(client.query('delete from lpm.rcpt_ln')).rejects.toMatchObject({ code: '42501' })
      })
      expect((await one(`select count(*)::int as n from lpm.rcpt where ext_ref like 'PP-%'`)).n).toBe(1)
    })
  })
})

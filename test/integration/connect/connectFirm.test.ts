import pg from 'pg'
import { createFirmDatabase } from '../../../demo/firm/createFirmDatabase.ts'
import { FIRM_INVOICES } from '../../../demo/firm/firmQueries.ts'
import { firmSource } from '../../../demo/firm/firmSource.ts'
import { poolOf } from '../../../src/base/database.ts'
import type { BillingSource, SourcePosting } from '../../../src/connect/BillingSource.ts'
import { dialectOf } from '../../../src/connect/sources/sql/dialectOf.ts'
import { INVOICE_COLUMNS } from '../../../src/connect/sources/sql/rowReader.ts'
import type { ColumnKind } from '../../../src/connect/sources/sql/SqlDialect.ts'
import { invoicesByIdSql } from '../../../src/connect/sources/sql/selectSql.ts'
import { syncSource } from '../../../src/connect/sync/syncSource.ts'
import { createDatabase, dropDatabase } from '../../helpers/databases.ts'
import { bootHost, type Host } from '../../helpers/host/bootHost.ts'

/** What is open per currency and status, by the firm's own tables. */
const OPEN_BILLS = `
select lower(h.ccy) as currency, count(*)::int as bills, sum((h.bill_tot - coalesce(r.received, 0)) * case when h.ccy = 'JPY' then 1 else 100 end)::bigint::text as open
from lpm.bill_hdr h left join (select bill_id, sum(ln_amt) as received from lpm.rcpt_ln group by bill_id) r on r.bill_id = h.bill_id
where h.bill_sts = 'F' and h.bill_tot - coalesce(r.received, 0) > 0 group by 1 order by 1`

/** What the demo's account adds to a payment. */
const BOOKED = { bankAccount: 'OPR-NY', ledgerCode: '1010', transactionType: 'RCPT', arMessage: 'Client portal PP' }

type Plan = { 'Node Type': string; 'Relation Name'?: string; Plans?: Plan[] }

/** Every place of a plan where a table is read, by index or not; a bitmap's own condition stands below it. */
function scansOf(plan: Plan): Plan[] {
  const below = plan.Plans ?? []
  if (!plan['Relation Name']) return below.flatMap(scansOf)
  return [{ ...below.find((each) => 'Index Cond' in each), ...plan }]
}

describe('the sample firm behind Connect', () => {
  let host: Host
  let url: string
  let firm: pg.Client
  let source: BillingSource
  let account: { currency: string; key: string; bill: string }

  const posting = (given: Partial<SourcePosting>): SourcePosting => ({
    reference: 'PP-1',
    kind: 'payment',
    account: account.key,
    currency: account.currency,
    amount: '1.00',
    paidOn: '2026-01-02',
    ...BOOKED,
    lines: [{ externalId: account.bill, invoiceNumber: 'x', amount: '1.00' }],
    ...given,
  })
  const written = async () =>
    (
      await firm.query(
        `select ext_ref, rcpt_amt::text, rcpt_dt::text, rev_of is not null as undoes from lpm.rcpt where ext_ref is not null order by rcpt_id`,
      )
    ).rows

  beforeAll(async () => {
    url = await createDatabase(null)
    const { readUrl, postUrl } = await createFirmDatabase(url)
    firm = new pg.Client({ connectionString: url })
    firm.on('error', () => undefined)
    await firm.connect()
    source = firmSource(readUrl, postUrl)
    host = await bootHost({ portal: { sources: [source] } })
    const { rows } = await firm.query(
      `select bill_id::text as bill from lpm.bill_hdr where ccy = 'USD' and bill_sts = 'F' and acct_cd = 'OPR-NY' limit 1`,
    )
    account = { key: 'operating-ny', currency: 'usd', bill: rows[0].bill }
  })
  afterAll(async () => {
    await source.close()
    await host.close()
    await firm.end()
    await dropDatabase(url)
  })

  it('fits its mapping and mirrors exactly what is open there, without a rejected row', async () => {
    await source.check?.()
    const run = await syncSource({ payload: host.payload, source: 'firm' })
    expect(run).toMatchObject({ status: 'succeeded', counts: { rejected: 0 } })
    const mirrored = await poolOf(host.payload).query(
      `select currency, count(*)::int as bills, sum(balance)::text as open from invoices where status = 'open' group by 1 order by 1`,
    )
    expect(mirrored.rows).toEqual((await firm.query(OPEN_BILLS)).rows)
    expect((await syncSource({ payload: host.payload, source: 'firm' })).counts).toMatchObject({
      inserted: 0,
      updated: 0,
      vanished: 0,
    })
  })

  it('reads chosen invoices by indexes, not the whole of any table', async () => {
    const kinds = new Map(INVOICE_COLUMNS.map((column) => [column as string, 'text' as ColumnKind]))
    kinds.set('externalId', 'integer')
    for (const column of ['matterNumber', 'matterDescription']) kinds.delete(column)
    const { rows: bills } = await firm.query(`select bill_id::text as id from lpm.bill_hdr order by bill_id limit 2`)
    const ids = bills.map(({ id }) => id)
    const lookup = invoicesByIdSql(dialectOf('pg'), { statement: FIRM_INVOICES, kinds, ids })
    let at = 0
    const text = lookup?.text.replaceAll('?', () => `$${++at}`)
    await firm.query('begin')
    try {
      // The sample is small: this is what Postgres does by itself when there are many bills.
      await firm.query('set local enable_seqscan = off')
      const { rows } = await firm.query(`explain (analyze, format json) ${text}`, ids)
      const scans = scansOf(rows[0]['QUERY PLAN'][0].Plan)
      expect(new Set(scans.map((scan) => scan['Relation Name']))).toEqual(
        new Set(['bill_hdr', 'cli', 'bill_ln', 'mat', 'rcpt_ln']),
      )
      expect(scans.filter((scan) => !('Index Cond' in scan)).map((scan) => scan['Relation Name'])).toEqual([])
    } finally {
      await firm.query('rollback')
    }
    const found = await source.readInvoices?.(ids, {})
    expect(found?.rows.map((row) => row.externalId).sort()).toEqual([...ids].sort())
  })

  it('posts once, and takes several parts back', async () => {
    const first = await source.post?.(posting({}))
    expect(await source.post?.(posting({}))).toEqual(first)
    const half = { amount: '0.50', lines: [{ externalId: account.bill, invoiceNumber: 'x', amount: '0.50' }] }
    await source.post?.(posting({ ...half, reference: 'PP-2', kind: 'reversal', originalReference: 'PP-1' }))
    await source.post?.(posting({ ...half, reference: 'PP-3', kind: 'reversal', originalReference: 'PP-1' }))
    expect(await written()).toEqual([
      { ext_ref: 'PP-1', rcpt_amt: '1.00', rcpt_dt: '2026-01-02', undoes: false },
      { ext_ref: 'PP-2', rcpt_amt: '-0.50', rcpt_dt: '2026-01-02', undoes: true },
      { ext_ref: 'PP-3', rcpt_amt: '-0.50', rcpt_dt: '2026-01-02', undoes: true },
    ])
  })

  it('what the billing system refuses only at the commit is a refusal, and nothing is written', async () => {
    const before = await written()
    const lines = [{ externalId: account.bill, invoiceNumber: 'x', amount: '0.40' }]
    await expect(source.post?.(posting({ reference: 'PP-9', lines }))).rejects.toMatchObject({
      temporary: false,
      message: expect.stringContaining('does not add up'),
    })
    expect(await written()).toEqual(before)
  })
})

import pg from 'pg'
import { createFirmDatabase } from '../../../demo/firm/createFirmDatabase.ts'
import { firmSource } from '../../../demo/firm/firmSource.ts'
import type { SourceFinding } from '../../../src/connect/contract/SourceFinding.ts'
import { testBillingSource } from '../../../src/connect/contract/testBillingSource.ts'
import { sqlSource } from '../../../src/connect/sources/sql/sqlSource.ts'
import { createDatabase, dropDatabase } from '../../helpers/databases.ts'
import { createLedgerDatabase, LEDGER_MAPPING } from '../../helpers/ledgerDatabase.ts'

const notPassed = (findings: SourceFinding[]) => findings.filter(({ outcome }) => outcome !== 'passed')
/** connectChanges.test.ts has a ledger that tells them. */
const NO_CHANGES = ['changes-told', 'late-commits-told', 'deletes-told'].map((check) => [
  check,
  'The source tells no changes.',
])
const NOBODY = { host: '127.0.0.1', port: 1, database: 'x', user: 'reader', password: 'pa55word' }

describe('sqlSource() on Postgres keeps the contract', () => {
  it('on a small ledger with 5,000 bills, every check', async () => {
    const ledger = await createLedgerDatabase()
    await ledger.query(`insert into clients select 'C-' || n, 'Müller & Söhne ' || n from generate_series(0, 40) n`)
    await ledger.query(`insert into bills (id, no, client, client_name, matter, matter_text, billed, due, total, open)
      select n::text, 'N-' || n, 'C-' || n % 41, 'Müller & Söhne ' || n % 41, 'M-' || n % 97, 'Lease ' || n % 97, date '2026-01-01' + n % 300,
        case when n % 7 > 0 then to_char(date '2026-02-01' + n % 300, 'YYYY-MM-DD') end, 100.05 + n, 0.1 + n from generate_series(1, 5000) n`)
    await ledger.query(`update bills set open = 'NaN' where id = '77'`)
    // Found in any case and without its spaces: whose bill it is, is not left to the mapping.
    await ledger.query('create table bill_files (bill text, pdf bytea)')
    await ledger.query(
      `insert into bill_files select id, convert_to(E'%PDF-1.4\\n% bill ' || id || E'\\n%%EOF\\n', 'UTF8') from bills where id::int % 2 = 0`,
    )
    const mapping = {
      ...LEDGER_MAPPING,
      document: `select bill as "externalId", pdf as "content" from bill_files where trim(leading '0' from trim(lower(bill))) = trim(leading '0' from trim(lower(:invoiceId)))`,
    }
    const source = sqlSource({ ...mapping, connection: ledger.url })
    const findings = await testBillingSource(source, {
      invoices: async () =>
        (
          await ledger.query<{ id: string; open: string; billed: string; due: string | null; name: string }>(
            `select id, open::text, billed::text, due, client_name as name from bills`,
          )
        ).map(({ id, open, billed, due, name }) =>
          open === 'NaN'
            ? { externalId: id, isBad: true }
            : { externalId: id, balance: open, issuedOn: billed, dueOn: due, clientName: name },
        ),
      document: async (id) =>
        (await ledger.query<{ pdf: Buffer }>('select pdf from bill_files where bill = $1', [id]))[0]?.pdf ?? null,
      remove: async (ids) => {
        await ledger.query('delete from receipt_lines where bill = any($1)', [ids])
        await ledger.query('delete from bills where id = any($1)', [ids])
      },
      interrupt: async () => {
        await ledger.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
        )
        return () => undefined
      },
      unreachable: () => sqlSource({ ...mapping, connection: NOBODY }),
      secrets: ['pa55word'],
      posts: true,
    })
    await source.close()
    await ledger.close()
    expect(notPassed(findings).map(({ check, message }) => [check, message])).toEqual(NO_CHANGES)
  })

  it('on the sample firm, with a role that may only read and another that posts', async () => {
    const url = await createDatabase(null)
    const { readUrl, postUrl } = await createFirmDatabase(url)
    const firm = new pg.Client({ connectionString: url })
    await firm.connect()
    const source = firmSource(readUrl, postUrl)
    const findings = await testBillingSource(source, {
      invoices: async () =>
        (
          await firm.query(`select h.bill_id::text as "externalId", h.bill_no as "number", h.bill_tot::text as "total", lower(h.ccy) as "currency",
            (h.bill_tot - (select coalesce(sum(ln_amt), 0) from lpm.rcpt_ln r where r.bill_id = h.bill_id))::text as "balance", h.bill_sts = 'V' as "isVoid" from lpm.bill_hdr h`)
        ).rows,
      document: async (id) =>
        (await firm.query('select file_pdf from lpm.bill_file where bill_id = $1', [id])).rows[0]?.file_pdf ?? null,
      posts: true,
    })
    await source.close()
    await firm.end()
    await dropDatabase(url)
    expect(notPassed(findings).map(({ check, outcome }) => [check, outcome])).toEqual([
      ['errors-clear', 'not_run'],
      ['one-snapshot', 'not_run'],
      ['deletes-seen', 'not_run'],
      ['lookup-fresh', 'not_run'],
      ...NO_CHANGES.map(([check]) => [check, 'not_run']),
      ['complete-only-at-end', 'not_run'],
    ])
  })
})

import { poolOf } from '../../src/base/database.ts'
import type { BillingSource } from '../../src/connect/BillingSource.ts'
import { testBillingSource } from '../../src/connect/contract/testBillingSource.ts'
import { ledgerSmb } from '../../src/connect/sources/sql/mappings/ledgerSmb.ts'
import { sqlSource } from '../../src/connect/sources/sql/sqlSource.ts'
import { syncSource } from '../../src/connect/sync/syncSource.ts'
import { createAssociation } from '../factories/createAssociation.ts'
import { type LoggedInPayer, loginPayer } from '../factories/loginPayer.ts'
import { createLedgerSmb, type LedgerSmb } from '../helpers/ledgerSmb.ts'
import { loginStaff } from '../helpers/loginStaff.ts'
import { bootPaymentHost, type PaymentHost } from '../helpers/paymentHost.ts'

/** What LedgerSMB itself would let its staff take payments for, by its own function. */
const OPEN_BY_LEDGERSMB = `
select o.invoice_id::text as id, round(o.due_fx, 2)::text as due from entity_credit_account c cross join (values ('USD'), ('EUR')) k (curr)
cross join lateral payment_get_open_invoices(2, c.id, k.curr::bpchar, null, null, null, null) o where c.entity_class = 2`

describe('LedgerSMB behind Connect, by its ready mapping', () => {
  let books: LedgerSmb
  let host: PaymentHost
  let source: BillingSource
  let payer: LoggedInPayer

  const newSource = (connection = books.readUrl) =>
    sqlSource({
      key: 'books',
      label: 'Books',
      connection,
      postingConnection: books.postUrl,
      ...ledgerSmb({ account: 'operating-ny', cashAccount: '1060' }),
    })
  const known = async () => {
    const open = new Map(
      (await books.query<{ id: string; due: string }>(OPEN_BY_LEDGERSMB)).map(({ id, due }) => [id, due]),
    )
    const all = await books.query<{ id: string; number: string; client: string; name: string; closed: boolean }>(
      `select a.id::text, invnumber as number, meta_number as client, n.name, coalesce(force_closed, false) as closed from ar a
        join entity_credit_account c on c.id = a.entity_credit_account join entity n on n.id = c.entity_id where approved`,
    )
    return all.map(({ id, number, client, name, closed }) => ({
      externalId: id,
      number,
      clientNumber: client,
      clientName: name,
      balance: open.get(id) ?? '0.00',
      isVoid: closed,
    }))
  }
  const sync = async () =>
    expect(await syncSource({ payload: host.payload, source: 'books' })).toMatchObject({ status: 'succeeded' })
  const mirrored = async (number: string) =>
    (
      await poolOf(host.payload).query(
        `select id, balance::int, pending::int, status::text, account from invoices where number = $1`,
        [number],
      )
    ).rows[0]
  const dueThere = async (number: string) =>
    (
      await books.query<{ due: string }>(
        `select o.due from (${OPEN_BY_LEDGERSMB}) o join ar a on a.id = o.id::int where a.invnumber = $1`,
        [number],
      )
    )[0]?.due ?? '0.00'
  /** What the bank account got for this invoice, in minor units. */
  const bankOf = async (number: string) =>
    Number(
      (
        await books.query<{ sum: string }>(
          `select round(-sum(t.amount) * 100) as sum from acc_trans t join account k on k.id = t.chart_id and k.accno = '1060' join ar a on a.id = t.trans_id where a.invnumber = $1`,
          [number],
        )
      )[0]?.sum,
    )
  /** Pays what is due of an invoice and lets the worker enter it. Answers the transaction's id. */
  const pay = async (number: string, currency = 'usd'): Promise<number> => {
    const { id, balance } = await mirrored(number)
    const paid = await host.pay(payer, {
      currency,
      allocations: [{ invoice: id, amount: balance }],
      confirmationToken: await host.token(),
    })
    expect(paid.status).toBe(201)
    await host.deliver()
    return paid.body.transaction.id
  }

  beforeAll(async () => {
    books = await createLedgerSmb()
    source = newSource()
    host = await bootPaymentHost({ portal: { sources: [source] } })
    payer = await loginPayer(host)
    await createAssociation(host.payload, payer.id, { clientNumber: '008' })
  }, 120_000)
  afterAll(async () => {
    await source?.close()
    await host?.close()
    await books?.close()
  })

  it("is held against the package's own tables, and fits them", async () => {
    expect(books.version).toMatch(/^1\.6\./)
    await source.check?.()
    const [{ count } = { count: 0 }] = await books.query<{ count: number }>('select count(*)::int from ar')
    expect(count).toBeGreaterThanOrEqual(500)
  })

  it('keeps the contract, every check, with a role that may only read and one that enters payments', async () => {
    const tested = newSource()
    const findings = await testBillingSource(tested, {
      invoices: known,
      remove: async (ids) => {
        const numbers = ids.map(Number)
        await books.query(
          `delete from payment_links l using acc_trans t where t.entry_id = l.entry_id and t.trans_id = any($1)`,
          [numbers],
        )
        await books.query('delete from acc_trans where trans_id = any($1)', [numbers])
        await books.query('delete from invoice where trans_id = any($1)', [numbers])
        await books.query('delete from ar where id = any($1)', [numbers])
      },
      interrupt: async () => {
        await books.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
        )
        return () => undefined
      },
      unreachable: () => newSource('postgres://nobody:pa55word@127.0.0.1:1/none'),
      posts: true,
      secrets: ['pa55word'],
    })
    await tested.close()
    const notPassed = findings.filter(({ outcome }) => outcome !== 'passed')
    expect([...new Set(notPassed.map(({ message }) => message))]).toEqual([
      'The source has no getDocument().',
      'The source tells no changes.',
    ])
  })

  it('mirrors what LedgerSMB says is open, to the cent', async () => {
    await sync()
    const { rows } = await poolOf(host.payload).query<{ id: string; due: string }>(
      `select external_id as id, (balance / 100.0)::numeric(20, 2)::text as due from invoices where status in ('open', 'credit') and balance <> 0 order by 1`,
    )
    const closed = new Set((await known()).filter(({ isVoid }) => isVoid).map(({ externalId }) => externalId))
    const there = (await books.query<{ id: string; due: string }>(OPEN_BY_LEDGERSMB))
      .filter(({ id }) => !closed.has(id))
      .sort((one, other) => (one.id < other.id ? -1 : 1))
    expect(rows.sort((one, other) => (one.id < other.id ? -1 : 1))).toEqual(there)
    expect(rows.length).toBeGreaterThan(500)
  })

  it('shows a project as the matter, and leaves drafts out', async () => {
    const { rows } = await poolOf(host.payload).query(
      `select matter_number, matter_description from invoices where number = 'R-7'`,
    )
    expect(rows).toEqual([{ matter_number: 'P-008-1', matter_description: 'Lease 1 of 008' }])
    expect(await mirrored('R-50')).toBeUndefined()
    expect(await mirrored('R-41')).toMatchObject({ account: null })
  })

  it('a payer pays one, LedgerSMB has the receipt, the sync reads it back, and a refund undoes it there', async () => {
    const before = await mirrored('R-47')
    const transaction = await pay('R-47')
    expect(await dueThere('R-47')).toBe('0.00')
    expect(await mirrored('R-47')).toMatchObject({ balance: before.balance, pending: before.balance })
    await sync()
    expect(await mirrored('R-47')).toMatchObject({ balance: 0, pending: 0, status: 'paid' })
    expect(await bankOf('R-47')).toBe(before.balance)

    const refunded = await host.call(`/api/transactions/${transaction}/refund`, {
      method: 'POST',
      body: {},
      headers: await loginStaff(host),
    })
    expect(refunded.status).toBe(201)
    await host.deliver()
    expect(await dueThere('R-47')).toBe('47.37')
    expect(await bankOf('R-47')).toBe(0)
    await sync()
    expect(await mirrored('R-47')).toMatchObject({ balance: before.balance, pending: 0, status: 'open' })
  })

  it('a bill in a foreign currency is paid in it, and the books differ by the rates alone', async () => {
    // A third of 207.37 was paid by cheque.
    expect(await mirrored('R-207')).toMatchObject({ balance: 13_825 })
    const today = new Date().toISOString().slice(0, 10)
    await books.query(
      `insert into exchangerate values ('EUR', $1, 1.5, 1.5), ('EUR', $1::date - 1, 1.5, 1.5), ('EUR', $1::date + 1, 1.5, 1.5) on conflict (curr, transdate) do update set buy = 1.5`,
      [today],
    )
    await pay('R-207', 'eur')
    expect(await dueThere('R-207')).toBe('0.00')
    const [{ sum } = { sum: '' }] = await books.query<{ sum: string }>(
      `select sum(t.amount)::text as sum from acc_trans t join ar a on a.id = t.trans_id where a.invnumber = 'R-207'`,
    )
    expect(Number(sum)).toBe(0)
  })

  it('what its books refuse, a closed period or a day without a rate, is a refusal with its words, and nothing is entered', async () => {
    const [bill] = await books.query<{ id: string; eur: string }>(
      `select (select id::text from ar where invnumber = 'R-87') as id, (select id::text from ar where invnumber = 'R-567') as eur`,
    )
    const entries = () => books.query('select count(*) from acc_trans union all select count(*) from payment_links')
    const before = await entries()
    await books.query(
      `insert into account_checkpoint (end_date, account_id, amount) select '2025-12-31', id, 0 from account limit 1`,
    )
    const post = (reference: string, lines: { id?: string | undefined; on: string }) =>
      source.post?.({
        reference,
        kind: 'payment',
        account: 'operating-ny',
        currency: 'usd',
        amount: '1.00',
        paidOn: lines.on,
        lines: [{ externalId: lines.id ?? '', invoiceNumber: 'x', amount: '1.00' }],
      })
    await expect(post('PP-C1', { id: bill?.id, on: '2025-12-31' })).rejects.toMatchObject({
      name: 'ClosedPeriod',
      closedThrough: '2025-12-31',
    })
    await expect(post('PP-C2', { id: bill?.eur, on: '2031-01-01' })).rejects.toMatchObject({
      temporary: false,
      message: expect.stringContaining('no exchange rate of EUR on the day of posting'),
    })
    await expect(post('PP-C3', { id: '999999', on: '2026-06-01' })).rejects.toMatchObject({ temporary: false })
    expect(await entries()).toEqual(before)
    expect(await books.query(`select 1 from payer_portal_receipt where reference like 'PP-C%'`)).toEqual([])
  })
})

import { poolOf } from '../../../src/base/database.ts'
import { sqlSource } from '../../../src/connect/sources/sql/sqlSource.ts'
import { syncSource } from '../../../src/connect/sync/syncSource.ts'
import { bootHost } from '../../helpers/host/bootHost.ts'
import { createLedgerDatabase, LEDGER_MAPPING, type LedgerDatabase } from '../../helpers/ledgerDatabase.ts'

const { invoices, search } = LEDGER_MAPPING

describe('a mapping over any schema', () => {
  let ledger: LedgerDatabase

  beforeAll(async () => {
    ledger = await createLedgerDatabase()
  })
  afterAll(() => ledger.close())

  const failureOf = async (given: Partial<typeof LEDGER_MAPPING>) => {
    const source = sqlSource({ ...LEDGER_MAPPING, ...given, connection: ledger.url })
    const failure = await source.check?.().then(
      () => null,
      ({ message, temporary }) => ({ message, temporary }),
    )
    await source.close()
    return failure
  }
  const withInvoices = (from: string, to: string) => failureOf({ invoices: invoices.replace(from, to) })

  it.each([
    ['b.no as "number"', 'b.no as "nr"', 'has no column "number".'],
    [
      'b.client_name as "clientName"',
      'b.client_name as clientName',
      'has no column "clientName"; has "clientname", which must be written "clientName", quoted.',
    ],
    ['b.void as "isVoid"', 'b.void as isVoid', 'has "isvoid", which must be written "isVoid", quoted.'],
    ['b.no as "number"', 'b.no as "number", b.id as "number"', 'has two columns "number": which one is meant.'],
    [
      'b.billed as "issuedOn"',
      'now() as "issuedOn"',
      `has a column "issuedOn" that is a time with a zone: which day it is depends on the zone, so cast it to a date in the firm's; it must be a date, a time without a zone or a text YYYY-MM-DD.`,
    ],
    [
      'b.billed as "issuedOn"',
      '20260131 as "issuedOn"',
      'has a column "issuedOn" that is a whole number; it must be a date',
    ],
    [
      'b.open as "balance"',
      'b.open::money as "balance"',
      'has a column "balance" that is of a type that prints a currency: cast it to numeric; it must be a number or a decimal text.',
    ],
    ['b.open as "balance"', 'b.void as "balance"', 'has a column "balance" that is a truth value'],
    [
      'b.id as "externalId"',
      '1.5::float8 as "externalId"',
      'has a column "externalId" that is a floating-point number; it must be a text or a whole number.',
    ],
    ['b.void as "isVoid"', `'2026-01-01'::date as "isVoid"`, 'has a column "isVoid" that is a date'],
    ['b.memo as "memo"', `'\\x00'::bytea as "memo"`, 'has a column "memo" that is binary'],
  ])('%s written as %s is named before anything is read', async (from, to, message) => {
    const failure = await withInvoices(from, to)
    expect(failure).toEqual({ temporary: false, message: expect.stringContaining(message) })
    expect(failure?.message).toMatch(/^The mapping `invoices` /)
  })

  it('names the search and the posting that do not fit', async () => {
    const client = 'select no as "clientNumber" from clients'
    expect(await failureOf({ search: { ...search, client } })).toMatchObject({
      message: 'The mapping `search.client` has no column "clientName".',
    })
    const posting = { ...LEDGER_MAPPING.posting, insertLine: 'insert into receipt_lines values (:receiptid::int)' }
    expect(await failureOf({ posting })).toMatchObject({
      message: 'The mapping `posting.insertLine` has :receiptid, which must be written :receiptId.',
    })
    const { receipts, ...statements } = LEDGER_MAPPING.posting
    const insert = (text: string) =>
      failureOf({ posting: { ...LEDGER_MAPPING.posting, insert: statements.insert.replace(':signedAmount', text) } })
    expect(await insert(':amoutn')).toMatchObject({
      message: expect.stringMatching(
        /^The mapping `posting.insert` has :amoutn, and a posting has no such value; it has :reference, /,
      ),
    })
    expect(await insert(':lineAmount')).toMatchObject({
      message: 'The mapping `posting.insert` has :lineAmount, which only `posting.insertLine` has.',
    })
    expect(await insert(`/* :paid-on */ :signedAmount -- :when ''`)).toBeNull()
    expect(await insert(`to_char(now(), 'HH24:MI')::numeric + (array[1,2])[1:2] + :signedAmount`)).toBeNull()
    for (const wrong of [{ table: 'reciepts' }, { id: 'idd' }, { reference: 'reff' }])
      expect(
        await failureOf({ posting: { ...statements, receipts: { ...receipts, ...wrong } as never } }),
      ).toMatchObject({
        temporary: false,
        message: expect.stringMatching(
          /^The mapping `posting.receipts` does not run: (relation|column) "(reciepts|idd|reff)" does not exist/,
        ),
      })
    expect(await failureOf({})).toBeNull()
  })

  it('says what is missing of a mapping, before a driver goes anywhere of its own accord', async () => {
    const checkOf = async (given: object) => {
      const source = sqlSource({ ...LEDGER_MAPPING, connection: ledger.url, ...given } as never)
      const failure = await source.check?.().catch(({ message, temporary }) => ({ message, temporary }))
      await source.close()
      return failure
    }
    for (const connection of [undefined, ''])
      expect(await checkOf({ connection })).toEqual({
        temporary: false,
        message: 'The connection of sqlSource() is not given: is its environment variable set?',
      })
    expect(await checkOf({ search: undefined })).toMatchObject({
      message: 'The mapping `search.client` is not given.',
    })
    expect(await checkOf({ search: { ...search, invoice: ' ' } })).toMatchObject({
      message: 'The mapping `search.invoice` is not given.',
    })
    expect(() => sqlSource({ ...LEDGER_MAPPING, connection: ledger.url, client: 'mariadb' as never })).toThrow(
      'There is no client "mariadb" of sqlSource(): it is pg (PostgreSQL), mysql2 (MySQL and MariaDB)',
    )
  })

  it('Y-06 floats, whole numbers, texts and times become exact amounts and dates, or are set aside with a reason', async () => {
    await ledger.query(`create table odd (id int, f float8, r real, n int, t text, at timestamp, void int)`)
    await ledger.query(`insert into odd values (1, 0.1::float8 + 0.2::float8, 12345.67, 120, '1234.50', '2026-01-31 23:59:59', 0), (2, -0.07, 0.07, -3, '12.5', '2026-02-01', 1),
      (3, 'NaN', 1, 1, '1', '2026-02-01', 0), (4, 1e12, 1, 1, '1', '2026-02-01', 0), (5, 1.005, 1, 1, '1', '2026-02-01', 0), (6, 1, 1, 1, '1,50', '2026-02-01', 0), (7, 1, 1, 1, '1', '2026-02-01', 5)`)
    const odd = (balance: string) => ({
      ...LEDGER_MAPPING,
      invoices: `select id as "externalId", id as "number", 'C' as "clientNumber", null as "clientName", 'usd' as "currency", at as "dueOn", void as "isVoid", ${balance} as "balance", t as "total" from odd`,
    })
    const source = sqlSource({ ...odd('f'), connection: ledger.url })
    const host = await bootHost({ portal: { sources: [source] } })
    await source.check?.()
    expect(await syncSource({ payload: host.payload, source: 'ledger' })).toMatchObject({
      status: 'succeeded',
      counts: { read: 7, inserted: 2, rejected: 5 },
    })
    const read = async (text: string) => (await poolOf(host.payload).query(text)).rows
    expect(
      await read(
        `select external_id as id, balance::text, total::text, due_on::text, status::text from invoices order by 1`,
      ),
    ).toEqual([
      { id: '1', balance: '30', total: '123450', due_on: '2026-01-31', status: 'open' },
      { id: '2', balance: '-7', total: '1250', due_on: '2026-02-01', status: 'void' },
    ])
    expect(
      (await read('select external_id as id, reason from payer_portal_parked_rows order by 1')).map(
        (row) => row.reason,
      ),
    ).toEqual([
      expect.stringContaining('balance: not a decimal amount: NaN'),
      expect.stringContaining('balance: not a decimal amount: 1000000000000 (a float this'),
      'balance: finer than the minor unit of usd: 1.005',
      'total: not a decimal amount: 1,50',
      'isVoid is neither true nor false: 5',
    ])
    const rows: (string | null)[] = []
    for (const column of ['r', 'n']) {
      const other = sqlSource({ ...odd(column), connection: ledger.url })
      const snapshot = await other.read({})
      for await (const batch of snapshot.invoices) rows.push(...batch.slice(0, 2).map(({ balance }) => balance))
      await snapshot.close()
      await other.close()
    }
    expect(rows).toEqual(['12345.67', '0.07', '120', '-3'])
    await source.close()
    await host.close()
  })

  it('Y-05 an invoice whose id is as large as its column can hold is found when it is asked for, and never taken for gone', async () => {
    await ledger.query(`create table wide (id bigint, n numeric(38))`)
    const [least, most] = ['-9223372036854775808', '9223372036854775807']
    await ledger.query(
      `insert into wide values (${most}, ${'9'.repeat(38)}), (1541815603606036480, 1), (${least}, -${'9'.repeat(38)}), (7, 0)`,
    )
    for (const column of ['id', 'n']) {
      const source = sqlSource({
        ...LEDGER_MAPPING,
        invoices: `select ${column} as "externalId", id as "number", 'C' as "clientNumber", null as "clientName", 'usd' as "currency", 1 as "balance" from wide`,
        connection: ledger.url,
      })
      const host = await bootHost({ portal: { sources: [source] } })
      const mirrored = async () =>
        (await poolOf(host.payload).query(`select external_id as id, status::text from invoices order by 1`)).rows
      await syncSource({ payload: host.payload, source: 'ledger' })
      const before = await mirrored()
      expect(before).toHaveLength(4)
      const ids = [...before.map((row) => row.id), `${most}0`, '99999999999999999999', '9'.repeat(60), '1e3', '']
      expect(await syncSource({ payload: host.payload, source: 'ledger', ids })).toMatchObject({
        status: 'succeeded',
        counts: { read: 4, unchanged: 4, vanished: 0 },
      })
      expect(await mirrored()).toEqual(before)
      await host.close()
      await source.close()
    }
  })

  it('a float is read with all that it holds, whatever the database shows of it', async () => {
    await ledger.query(`create table rough (id int, f float8, r real)`)
    await ledger.query(`insert into rough values (1, 1234567.89, 1234.56)`)
    await ledger.query(
      `do $$ begin execute format('alter database %I set extra_float_digits = -12', current_database()); end $$`,
    )
    const balances: unknown[] = []
    for (const column of ['f', 'r']) {
      const source = sqlSource({
        ...LEDGER_MAPPING,
        invoices: `select id as "externalId", id as "number", 'C' as "clientNumber", null as "clientName", 'usd' as "currency", ${column} as "balance" from rough`,
        connection: ledger.url,
      })
      balances.push((await source.readInvoices?.(['1'], {}))?.rows[0]?.balance)
      await source.close()
    }
    expect(balances).toEqual(['1234567.89', '1234.56'])
  })

  it('a read that waits for its first row stops when it is told to, and its statement ends over there', async () => {
    await ledger.query(`insert into bills (id, no, client) select n::text, 'N', 'C' from generate_series(1, 50) n`)
    const slow = invoices.replace(';', ' where pg_sleep(0.2) is not null')
    const source = sqlSource({ ...LEDGER_MAPPING, invoices: slow, connection: ledger.url })
    const abort = new AbortController()
    const snapshot = await source.read({ signal: abort.signal })
    const first = snapshot.invoices[Symbol.asyncIterator]().next()
    setTimeout(() => abort.abort(), 300)
    const before = Date.now()
    await expect(first).rejects.toThrow('The read was stopped.')
    await snapshot.close()
    expect(Date.now() - before).toBeLessThan(5000)
    const running = await ledger.query(
      `select 1 from pg_stat_activity where query ~ 'pg_sleep' and state = 'active' and pid <> pg_backend_pid()`,
    )
    expect(running).toEqual([])
    await source.close()
  })
})

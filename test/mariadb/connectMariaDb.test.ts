import type { SourcePosting } from '../../src/connect/BillingSource.ts'
import { testBillingSource } from '../../src/connect/contract/testBillingSource.ts'
import { sqlSource } from '../../src/connect/sources/sql/sqlSource.ts'
import { fillMariaBooks, knownMariaInvoices, mariaDocument, mariaMapping } from '../helpers/mariaBooks.ts'
import { type MariaDb, startMariaDb } from '../helpers/startMariaDb.ts'

describe('sqlSource() on MariaDB', () => {
  let maria: MariaDb

  beforeAll(async () => {
    maria = await startMariaDb()
    await fillMariaBooks(maria)
  })
  afterAll(() => maria.stop())

  const sourceWith = (given: Partial<ReturnType<typeof mariaMapping>>) =>
    sqlSource({ ...mariaMapping(maria.port), ...given })
  const failureOf = async (given: Partial<ReturnType<typeof mariaMapping>>) => {
    const source = sourceWith(given)
    const failure = await source.check?.().then(
      () => null,
      (error: Error) => error,
    )
    await source.close()
    return failure
  }

  it('keeps the contract, every check, with a role that may only read and another that posts', async () => {
    expect(maria.version).toContain('MariaDB')
    const source = sourceWith({})
    const findings = await testBillingSource(source, {
      invoices: () => knownMariaInvoices(maria),
      document: mariaDocument,
      remove: async (ids) => {
        await maria.admin.query('delete from zahlung_zeile where rechnung in (?)', [ids])
        await maria.admin.query('delete from rechnung where id in (?)', [ids])
      },
      change: async (id) =>
        void (await maria.admin.query('update rechnung set betrag = betrag + 1 where id = ?', [id])),
      changeLate: async (id) => {
        await maria.admin.query('start transaction')
        await maria.admin.query('update rechnung set betrag = betrag + 1 where id = ?', [id])
        return async () => void (await maria.admin.query('commit'))
      },
      interrupt: async () => {
        const [rows] = await maria.admin.query(
          `select id from information_schema.processlist where user in ('reader', 'poster')`,
        )
        for (const { id } of rows as { id: number }[])
          await maria.admin.query('kill connection ?', [id]).catch(() => null)
        return () => undefined
      },
      unreachable: () => sqlSource(mariaMapping(1)),
      secrets: ['pa55word'],
      posts: true,
    })
    await source.close()
    expect(findings.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
  })

  it('Y-09 a read whose connection ends before its last row rejects, and the source is closed', async () => {
    const { invoices } = mariaMapping(maria.port)
    // More than is ever on its way.
    const source = sourceWith({ invoices: invoices.replace('r.notiz as "memo"', `repeat('x', 5000) as "memo"`) })
    const snapshot = await source.read({})
    const batches = snapshot.invoices[Symbol.asyncIterator]()
    await batches.next()
    const [rows] = await maria.admin.query(`select id from information_schema.processlist where user = 'reader'`)
    for (const { id } of rows as { id: number }[]) await maria.admin.query('kill connection ?', [id]).catch(() => null)
    const readOn = async () => {
      while (!(await batches.next()).done);
    }
    await expect(readOn()).rejects.toMatchObject({ name: 'SourceError', temporary: true })
    await snapshot.close()
    await source.close()
  })

  it('names the mapping and the column that do not fit', async () => {
    const { invoices } = mariaMapping(maria.port)
    const broken = (from: string, to: string) => failureOf({ invoices: invoices.replace(from, to) })
    expect(await broken('"dueOn"', '"duedate"')).toBeNull()
    expect(await broken('r.nr as "number"', 'r.nr as "nummer"')).toMatchObject({
      temporary: false,
      message: 'The mapping `invoices` has no column "number".',
    })
    expect(await broken('r.nr as "number"', 'r.nichts as "number"')).toMatchObject({
      temporary: false,
      message: expect.stringContaining('The mapping `invoices` does not run: Unknown column'),
    })
    expect(await broken('r.datum as "issuedOn"', 'from_unixtime(0) as "issuedOn"')).toBeNull()
    expect(await broken('r.datum as "issuedOn"', 'year(r.datum) as "issuedOn"')).toMatchObject({
      message:
        'The mapping `invoices` has a column "issuedOn" that is a whole number; it must be a date, a time without a zone or a text YYYY-MM-DD.',
    })
    expect(await broken('r.notiz as "memo"', `'Why?' as "memo"`)).toMatchObject({
      message: expect.stringContaining('write char(63) for it'),
    })
    const { posting } = mariaMapping(maria.port)
    if (!posting) throw new Error('The mapping posts.')
    expect(
      await failureOf({ posting: { ...posting, receipts: { table: 'zahlung', id: 'id', reference: 'art' } } }),
    ).toMatchObject({ message: expect.stringContaining('zahlung.art needs a unique index of its own') })
    expect(
      await failureOf({ posting: { ...posting, insert: posting.insert.replace(':paidOn', ':paidon') } }),
    ).toMatchObject({ message: 'The mapping `posting.insert` has :paidon, which must be written :paidOn.' })
  })

  it('Y-09 reads in a transaction that cannot write, with a role that cannot, and stops a statement that runs too long', async () => {
    const asPoster = { ...(mariaMapping(maria.port).connection as object), user: 'root', password: '' } as never
    await maria.admin.query(
      `create function stiller() returns int modifies sql data begin insert into kunde values (uuid(), 'x'); return 1; end`,
    )
    const writing = sourceWith({
      connection: asPoster,
      search: {
        ...mariaMapping(maria.port).search,
        client: 'select stiller() as "clientNumber", null as "clientName"',
      },
    })
    const query = { by: 'clientName', q: 'x', filters: {}, limit: 1, offset: 0 } as const
    await expect(writing.search(query)).rejects.toThrow('READ ONLY')
    const slow = sourceWith({
      callTimeout: 1,
      search: {
        ...mariaMapping(maria.port).search,
        client: 'select nr as "clientNumber", concat(name, sleep(3)) as "clientName" from kunde',
      },
    })
    const before = Date.now()
    await expect(slow.search(query)).rejects.toMatchObject({ temporary: true })
    expect(Date.now() - before).toBeLessThan(10_000)
    await Promise.all([writing.close(), slow.close()])
  })

  describe('on a server that is set to be lenient', () => {
    let source: ReturnType<typeof sqlSource>
    const posting: SourcePosting = {
      reference: 'PP-LENIENT-1',
      kind: 'payment',
      account: 'operating',
      currency: 'eur',
      paidOn: '2026-11-01',
      amount: '1.00',
      lines: [{ externalId: '102', invoiceNumber: 'R-102', amount: '1.00' }],
    }
    const posted = async () => (await maria.admin.query(`select id from zahlung where referenz like 'PP-LEN%'`))[0]

    beforeAll(() => {
      source = sourceWith({})
    })
    afterEach(() => maria.admin.query('set global sql_mode = default'))
    afterAll(() => source.close())
    const lenient = async (mode: string) => {
      await maria.admin.query('set global sql_mode = ?', [mode])
      await source.close()
    }

    it.each([['NO_BACKSLASH_ESCAPES'], ['ANSI,NO_BACKSLASH_ESCAPES'], ['NO_BACKSLASH_ESCAPES,NO_ZERO_DATE'], ['']])(
      'no text is read as SQL, with sql_mode %j',
      async (mode) => {
        await lenient(mode)
        await maria.admin.query(`insert into kunde values ('Q-1', 'x'' \\\\ "y" -- z')`)
        const search = async (q: string) =>
          (await source.search({ by: 'clientName', q, filters: {}, limit: 5, offset: 0 })).rows
        const hostile = [`' or 1=1 -- `, `x', 'y') >= 0 union select user(), version() -- `, `\\' or 1=1 -- `]
        for (const q of hostile) expect(await search(q)).toEqual([])
        expect(await search(`x' \\ "y" -- z`)).toEqual([expect.objectContaining({ clientNumber: 'Q-1' })])
        await maria.admin.query(`delete from kunde where nr = 'Q-1'`)
        expect(await source.getDocument?.(`2' or '1' = '1`, { maxBytes: 1000 })).toBeNull()
      },
    )

    it('refuses a posting of which a part would be cut to fit, and writes nothing', async () => {
      await lenient('')
      const amount = '99999999999.00'
      const lines = posting.lines.map((line) => ({ ...line, amount }))
      await expect(source.post?.({ ...posting, amount, lines })).rejects.toMatchObject({
        temporary: false,
        message: expect.stringContaining('Out of range'),
      })
      const reference = `PP-LENIENT-${'9'.repeat(40)}`
      await expect(source.post?.({ ...posting, reference })).rejects.toThrow('Data too long')
      expect(await posted()).toEqual([])
    })
  })

  it('Y-05 finds an invoice by an id as large as its column can hold', async () => {
    await maria.admin.query('create table weit (id bigint unsigned, n bigint, d decimal(38))')
    const rows = [
      ['18446744073709551615', '-9223372036854775808', '9'.repeat(38)],
      ['1541815603606036480', '9223372036854775807', `-${'9'.repeat(38)}`],
    ]
    await maria.admin.query('insert into weit values ?', [rows])
    for (const [at, column] of ['id', 'n', 'd'].entries()) {
      const { changes: _changes, document: _document, posting: _posting, ...mapping } = mariaMapping(maria.port)
      const source = sqlSource({
        ...mapping,
        invoices: `select ${column} as "externalId", 'N' as "number", 'C' as "clientNumber", null as "clientName", 'EUR' as "currency", 1 as "balance" from weit`,
      })
      const ids = rows.map((row) => row[at] ?? '')
      const found = await source.readInvoices?.([...ids, '1', '99999999999999999999', '9'.repeat(60)], {})
      expect(found?.rows.map((row) => row.externalId).toSorted()).toEqual(ids.toSorted())
      await source.close()
    }
  })

  it('a read that waits for its first row stops when it is told to', async () => {
    const { invoices } = mariaMapping(maria.port)
    const source = sourceWith({ invoices: invoices.replace(';', ' where sleep(0.05) = 0') })
    const abort = new AbortController()
    const snapshot = await source.read({ signal: abort.signal })
    const first = snapshot.invoices[Symbol.asyncIterator]().next()
    setTimeout(() => abort.abort(), 500)
    const before = Date.now()
    await expect(first).rejects.toThrow('The read was stopped.')
    await snapshot.close()
    await source.close()
    expect(Date.now() - before).toBeLessThan(8000)
  })
})

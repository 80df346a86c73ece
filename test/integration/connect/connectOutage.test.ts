import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import type { BillingSource } from '../../../src/connect/BillingSource.ts'
import { sqlSource } from '../../../src/connect/sources/sql/sqlSource.ts'
import { syncSource } from '../../../src/connect/sync/syncSource.ts'
import { createAssociation } from '../../factories/createAssociation.ts'
import { type LoggedInPayer, loginPayer } from '../../factories/loginPayer.ts'
import { onServer } from '../../helpers/databases.ts'
import { bootHost, type Host } from '../../helpers/host/bootHost.ts'
import { createLedgerDatabase, LEDGER_MAPPING, type LedgerDatabase } from '../../helpers/ledgerDatabase.ts'

const PASSWORD = 'reader-pa55word'
const SEARCH = { by: 'clientName', q: 'a', filters: {}, limit: 1, offset: 0 } as const

describe('a billing database that is only lent', () => {
  const role = `reader_${randomBytes(4).toString('hex')}`
  let ledger: LedgerDatabase
  let host: Host
  let payer: LoggedInPayer
  let alive: BillingSource
  let dead: BillingSource
  let isDown = false

  const asReader = (given: Partial<Parameters<typeof sqlSource>[0]> = {}) => {
    const url = new URL(ledger.url)
    url.username = role
    url.password = PASSWORD
    return sqlSource({ ...LEDGER_MAPPING, connection: url.href, ...given })
  }
  const using = async <Result>(source: BillingSource, work: (source: BillingSource) => Promise<Result>) => {
    try {
      return await work(source)
    } finally {
      await source.close()
    }
  }

  beforeAll(async () => {
    ledger = await createLedgerDatabase()
    await ledger.query(`create role ${role} login password '${PASSWORD}'`)
    await ledger.query(`grant select on all tables in schema public to ${role}`)
    await ledger.query(`insert into bills (id, no, client, client_name) values ('b1', 'N-1', 'C-1', 'One')`)
    alive = asReader()
    dead = sqlSource({
      ...LEDGER_MAPPING,
      connection: { host: '127.0.0.1', port: 1, database: 'x', user: role, password: PASSWORD },
    })
    const source: BillingSource = {
      ...alive,
      read: (options) => (isDown ? dead : alive).read(options),
      search: (query) => (isDown ? dead : alive).search(query),
    }
    host = await bootHost({ portal: { sources: [source] } })
    payer = await loginPayer(host)
    await createAssociation(host.payload, payer.id)
  })
  afterAll(async () => {
    await Promise.all([alive.close(), dead.close()])
    await host.close()
    await ledger.close()
    await onServer(`drop role ${role}`)
  })

  it('Y-09 is read by a role that can only read, and refuses to write for any other', async () => {
    await expect(
      using(asReader(), (source) => source.check?.() ?? Promise.reject(new Error())),
    ).resolves.toBeUndefined()
    const insert = `with x as (insert into clients values ('9', 'Nine') returning *) select no as "clientNumber", name as "clientName" from x`
    const search = { ...LEDGER_MAPPING.search, client: insert }
    await expect(using(asReader({ search }), (source) => source.search(SEARCH))).rejects.toThrow()
    const asOwner = { search, connection: ledger.url }
    await expect(using(asReader(asOwner), (source) => source.search(SEARCH))).rejects.toThrow()
    expect(await ledger.query('select 1 from clients')).toEqual([])
  })

  it('Y-09 reads on when a connection has ended while nobody used it, and nobody has noticed yet', async () => {
    const source = asReader()
    const kill = `
      import pg from 'pg'
      const client = new pg.Client({ connectionString: process.argv[1] })
      await client.connect()
      await client.query("select pg_terminate_backend(pid) from pg_stat_activity where usename = '${role}'")
      await client.end()`
    await using(source, async () => {
      for (let turn = 0; turn < 5; turn++) {
        await Promise.all([source.search(SEARCH), source.search(SEARCH)])
        // This process hears of nothing meanwhile.
        execFileSync(process.execPath, ['--input-type=module', '-e', kill, ledger.url], {
          env: { ...process.env, NODE_OPTIONS: '' },
        })
        await expect(Promise.all([source.search(SEARCH), source.search(SEARCH)])).resolves.toBeDefined()
      }
    })
  })

  it('Y-09 stops a statement that takes longer than it may, and speaks to no server without TLS when that is asked', async () => {
    const client = `select no as "clientNumber", name || pg_sleep(30)::text as "clientName" from clients`
    await ledger.query(`insert into clients values ('1', 'Ada')`)
    const slow = asReader({ callTimeout: 1, search: { ...LEDGER_MAPPING.search, client } })
    const before = Date.now()
    await expect(using(slow, (source) => source.search(SEARCH))).rejects.toMatchObject({
      temporary: true,
      message: expect.stringContaining('statement timeout'),
    })
    expect(Date.now() - before).toBeLessThan(15_000)
    const { hostname, port, pathname } = new URL(ledger.url)
    const connection = {
      host: hostname,
      port: Number(port),
      database: pathname.slice(1),
      user: role,
      password: PASSWORD,
      ssl: true,
    }
    await expect(using(asReader({ connection }), (source) => source.search(SEARCH))).rejects.toThrow('SSL')
  })

  it('Y-09 when it is down the portal serves what it has, with its age and without a word of the fault', async () => {
    const sync = () => syncSource({ payload: host.payload, source: 'ledger' })
    expect(await sync()).toMatchObject({ status: 'succeeded', counts: { inserted: 1 } })
    const read = async () => {
      const paths = ['/api/portal/summary', '/api/portal/invoices']
      return await Promise.all(paths.map((path) => host.call(path, { headers: payer.headers })))
    }
    const before = await read()
    isDown = true
    expect(await sync()).toMatchObject({ status: 'failed', error: expect.stringContaining('ECONNREFUSED') })
    const after = await read()
    expect(after.map(({ status }) => status)).toEqual([200, 200])
    expect(after.map(({ body }) => body)).toEqual(before.map(({ body }) => body))
    expect(after[0]?.body.asOf).toMatch(/^\d{4}-\d{2}-\d{2}T/)
    expect(after[1]?.body.docs).toMatchObject([{ number: 'N-1', amountDue: 10_000 }])
    for (const { text } of after) expect(text).not.toMatch(/ECONNREFUSED|127\.0\.0\.1|reader|does not answer/i)
    isDown = false
    expect(await sync()).toMatchObject({ status: 'succeeded', counts: { vanished: 0 } })
  })
})

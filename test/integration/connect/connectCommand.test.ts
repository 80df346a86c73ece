import { poolOf } from '../../../src/base/database.ts'
import type { BillingSource } from '../../../src/connect/BillingSource.ts'
import { connectCommand } from '../../../src/connect/command/connectCommand.ts'
import { sqlSource } from '../../../src/connect/sources/sql/sqlSource.ts'
import { portalOptions } from '../../../src/options/portalOptions.ts'
import { everything } from '../../helpers/everything.ts'
import { bootHost, type Host } from '../../helpers/host/bootHost.ts'
import { createLedgerDatabase, LEDGER_MAPPING, type LedgerDatabase } from '../../helpers/ledgerDatabase.ts'

describe('Connect on the command line', () => {
  let host: Host
  let ledger: LedgerDatabase
  let sources: BillingSource[]

  const run = async (...args: string[]) => {
    const said: string[] = []
    const exit = await connectCommand({ payload: host.payload, args, say: (line) => said.push(line) })
    return {
      exit,
      said: said.filter((line) => !/: (reading|comparing|writing), \d+ rows? read$/.test(line)),
      all: said,
    }
  }

  beforeAll(async () => {
    ledger = await createLedgerDatabase()
    sources = [
      sqlSource({ ...LEDGER_MAPPING, connection: ledger.url }),
      sqlSource({
        ...LEDGER_MAPPING,
        key: 'dead',
        connection: { host: '127.0.0.1', port: 1, database: 'x', user: 'u', password: 'pa55word' },
      }),
    ]
    host = await bootHost({ portal: { sources } })
  })
  afterAll(async () => {
    await Promise.all(sources.map((source) => source.close()))
    await host.close()
    await ledger.close()
  })
  beforeEach(async () => {
    await poolOf(host.payload).query(
      'truncate invoices, payer_portal_sync_runs, payer_portal_parked_rows, payer_portal_sync_cursors restart identity cascade',
    )
    await ledger.query('truncate bills cascade')
    await ledger.query(
      `insert into bills (id, no, client, open) select 'b' || n, 'N-' || n, 'C-1', n from generate_series(1, 20) n`,
    )
  })

  it('syncs a source, says how far it is, and answers 0', async () => {
    const { exit, said, all } = await run('sync', '--source', 'ledger')
    expect(said).toEqual([
      'ledger: read every invoice, 20 rows: 20 new, 0 changed, 0 as they were, 0 gone, 0 set aside',
    ])
    expect(all.some((line) => line.startsWith('ledger: writing, 20 rows'))).toBe(true)
    expect(exit).toBe(0)
    expect((await poolOf(host.payload).query('select cause, phase from payer_portal_sync_runs')).rows).toEqual([
      { cause: 'command', phase: null },
    ])
  })

  it('a dry run shows what would be new, changed, voided and set aside, and writes nothing', async () => {
    await run('sync', '--source', 'ledger')
    await ledger.query(
      `update bills set open = 99 where id = 'b1'; update bills set open = 'NaN' where id = 'b2'; delete from bills where id = 'b3'; insert into bills (id, no, client) values ('n', E'N\\x1b[31m', 'C')`,
    )
    const before = await everything(host.payload)
    const { exit, said } = await run('sync', '--source', 'ledger', '--dry-run')
    expect(said).toEqual([
      'ledger: 20 rows read; 1 new, 1 changed, 1 gone, 1 to set aside. Nothing was written.',
      '  n (N [31m) would be new',
      expect.stringMatching(/^ {2}b2 would be set aside: balance: not a decimal amount: NaN/),
      '  b1 (N-1) would be changed',
      '  b3 (N-3) would be voided, it is gone from the source',
    ])
    expect(exit).toBe(0)
    expect(await everything(host.payload)).toEqual(before)
  })

  it('answers 3 when a sync stops and asks, also in a dry run; --full is the answer', async () => {
    await run('sync', '--source', 'ledger')
    await ledger.query(`delete from bills where id not in ('b1', 'b2')`)
    const dry = await run('sync', '--source', 'ledger', '--dry-run')
    expect(dry.exit).toBe(3)
    expect(dry.said.at(-1)).toMatch(/^ledger: the sync would stop and ask\. 18 of 20 open invoices are missing/)
    const stopped = await run('sync', '--source', 'ledger')
    expect([stopped.exit, stopped.said[0]]).toEqual([3, expect.stringMatching(/^ledger: stopped\. 18 of 20/)])
    expect((await run('sync', '--source', 'ledger', '--full')).exit).toBe(0)
  })

  it('answers 4 while another sync of the source runs', async () => {
    const client = await poolOf(host.payload).connect()
    await client.query(`select pg_advisory_lock(hashtext('payer-portal-sync'), hashtext('ledger'))`)
    expect(await run('sync', '--source', 'ledger')).toMatchObject({
      exit: 4,
      said: ['ledger: another sync is running'],
    })
    await client.query(`select pg_advisory_unlock(hashtext('payer-portal-sync'), hashtext('ledger'))`)
    client.release()
  })

  it('answers 1 when one of several sources fails, and still syncs the others', async () => {
    const { exit, said } = await run('sync')
    expect(exit).toBe(1)
    expect(said).toEqual([
      expect.stringMatching(/^ledger: read every invoice, 20 rows/),
      expect.stringMatching(/^dead: failed\. .*ECONNREFUSED/),
    ])
    expect(JSON.stringify(said)).not.toContain('pa55word')
  })

  it('a dry run says which source could not be read, and still tries the others', async () => {
    const { exit, said } = await run('sync', '--dry-run', '--source', 'dead', '--source', 'ledger')
    expect([exit, said[0], said[1]]).toEqual([
      1,
      expect.stringMatching(/^dead: failed\. .*ECONNREFUSED/),
      expect.stringMatching(/^ledger: 20 rows read; 20 new/),
    ])
  })

  it('counts one row as one, and a share as it was written', async () => {
    await ledger.query(`delete from bills where id <> 'b1'`)
    expect((await run('sync', '--source', 'ledger', '--dry-run')).said[0]).toMatch(/^ledger: 1 row read; 1 new/)
    const { said, all } = await run('sync', '--source', 'ledger')
    expect(said).toEqual(['ledger: read every invoice, 1 row: 1 new, 0 changed, 0 as they were, 0 gone, 0 set aside'])
    expect(all).toContain('ledger: writing, 1 row read')
    await ledger.query(`update bills set open = 'NaN'`)
    expect((await run('sync', '--source', 'ledger', '--dry-run')).said.at(-1)).toMatch(
      /no usable invoice, and 1 is known\./,
    )
    expect((await run('status', '--source', 'ledger')).said[0]).toMatch(
      /^ledger: 1 invoice, as of .*; 0 rows set aside;/,
    )
    const options = portalOptions(host.payload)
    const { maxVanishingShare } = options
    await ledger.query(`truncate bills cascade`)
    await ledger.query(
      `insert into bills (id, no, client) select 'b' || n, 'N-' || n, 'C-1' from generate_series(1, 20) n`,
    )
    await run('sync', '--source', 'ledger')
    await ledger.query(`delete from bills where id in ('b1', 'b2')`)
    options.maxVanishingShare = 0.07
    const dry = await run('sync', '--source', 'ledger', '--dry-run')
    options.maxVanishingShare = maxVanishingShare
    expect(dry.said.at(-1)).toContain('2 of 20 open invoices are missing from the source, more than 7 %.')
  })

  it('says which invoices are of an account that there is not: they are seen and cannot be paid', async () => {
    await ledger.query(
      `update bills set acct = 'main' where id in ('b1', 'b2'); update bills set acct = null where id = 'b3'`,
    )
    await ledger.query(`update bills set acct = 'paid', open = 0 where id = 'b4'`)
    await run('sync', '--source', 'ledger')
    expect((await run('status', '--source', 'ledger')).said[1]).toMatch(
      /^ledger: 3 open invoices cannot be paid, the account is not among yours \(.*operating-ny.*\): main, none$/,
    )
  })

  it('says what to do where the tables of the portal are not there', async () => {
    await poolOf(host.payload).query('alter table payer_portal_sync_cursors rename to elsewhere')
    const status = await run('status')
    await poolOf(host.payload).query('alter table elsewhere rename to payer_portal_sync_cursors')
    expect(status).toMatchObject({
      exit: 1,
      said: [
        expect.stringMatching(
          /^The portal's tables are not there, or older than this version: run the migrations first \(.*payer_portal_sync_cursors.*\)\.$/,
        ),
      ],
    })
  })

  it('says the state of each source, and which mapping does not fit', async () => {
    await ledger.query(`update bills set open = 'NaN' where id = 'b2'`)
    await run('sync', '--source', 'ledger')
    const status = await run('status')
    expect(status.said).toEqual([
      expect.stringMatching(/^ledger: 19 invoices, as of \d{4}-.* UTC; 1 row set aside; last run .* UTC: succeeded$/),
      'dead: 0 invoices, never read; 0 rows set aside; no run',
    ])
    expect(await run('check')).toMatchObject({
      exit: 1,
      said: ['ledger: fits', expect.stringMatching(/^dead: .*ECONNREFUSED/)],
    })
    expect(await run('check', '--source', 'ledger')).toMatchObject({ exit: 0, said: ['ledger: fits'] })
  })

  it.each([
    [['snyc'], 'There is no command "snyc".'],
    [['sync', 'now'], 'There is no command "sync now".'],
    [['toString'], 'There is no command "toString".'],
    [[], 'Which command?'],
    [['sync', '--fast'], "Unknown option '--fast'."],
    [['sync', '--source'], "Option '--source <value>' argument missing."],
    [['status', '--dry-run'], '--dry-run is an option of sync, not of status.'],
    [['check', '--full'], '--full is an option of sync, not of check.'],
  ])('answers 2 to %j, says what is wrong and how it goes, and needs no database for it', async (args, problem) => {
    const said: string[] = []
    const payload = () => Promise.reject(new Error('Payload was started.'))
    expect(await connectCommand({ payload, args, say: (line) => said.push(line) })).toBe(2)
    expect(said.join('\n').split('\n').slice(0, 2)).toEqual([problem, 'Usage: connect <command> [--source <key>]…'])
  })

  it('answers 2 to a source that there is not', async () => {
    expect(await run('sync', '--source', 'nobody')).toMatchObject({
      exit: 2,
      said: ['There is no source "nobody". There is ledger, dead.'],
    })
  })

  it.each([[['--help']], [['-h']], [['help']], [['sync', '--help']]])('answers 0 to %j', async (args) => {
    const { exit, said } = await run(...args)
    expect([exit, said[0]]).toEqual([0, expect.stringMatching(/^Usage: connect/)])
  })

  it('reads a source once that is named twice', async () => {
    expect((await run('sync', '--source', 'ledger', '--source', 'ledger')).said).toHaveLength(1)
  })

  it('starts Payload for a command when it is told how; why it cannot is said', async () => {
    const said: string[] = []
    const say = (line: string) => said.push(line)
    const args = ['check', '--source', 'ledger']
    expect(await connectCommand({ payload: async () => host.payload, args, say })).toBe(0)
    const payload = () => Promise.reject(new Error('No database is there.'))
    expect(await connectCommand({ payload, args, say })).toBe(1)
    expect(said).toEqual(['ledger: fits', 'No database is there.'])
  })
})

import { createHash, createHmac } from 'node:crypto'
import { poolOf } from '../../../src/base/database.ts'
import type { BillingSource } from '../../../src/connect/BillingSource.ts'
import { sqlSource } from '../../../src/connect/sources/sql/sqlSource.ts'
import { syncSource } from '../../../src/connect/sync/syncSource.ts'
import { migrateJobs } from '../../../src/jobs/migrateJobs.ts'
import { bootHost, type Host } from '../../helpers/host/bootHost.ts'
import { createLedgerDatabase, LEDGER_MAPPING, type LedgerDatabase } from '../../helpers/ledgerDatabase.ts'
import { runJobs } from '../../helpers/mailJobs.ts'
import { memoryBooks } from '../../helpers/memoryBooks.ts'

const SECRET = 'mQ7-zx4_Lk9vBn2wTr6yHp3cJd8sFg5u'
const OTHER = 'aZ1-sx2_Dc3fVg4bHn5jMk6lPo7iUy8t'
const PATH = '/api/connect/notify/ledger'

type Signed = { body?: string; path?: string; secret?: string; at?: number; method?: string }

function sign({ body = '{}', path = PATH, secret = SECRET, at = Date.now() / 1000, method = 'POST' }: Signed): string {
  const seconds = Math.floor(at)
  const hash = createHash('sha256').update(body).digest('hex')
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${method}.${path}.${hash}`).digest('hex')}`
}

describe('a billing system says that something changed', () => {
  let host: Host
  let ledger: LedgerDatabase
  let source: BillingSource

  const portal = async <Row = Record<string, unknown>>(text: string): Promise<Row[]> =>
    (await poolOf(host.payload).query(text)).rows as Row[]
  const jobs = () =>
    portal(
      `select t.identifier as task, j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id order by j.id`,
    )
  const notify = (signature: string | null, { body = '{}', path = PATH, headers = {} } = {}) =>
    host.call(path, {
      method: 'POST',
      body,
      headers: { ...(signature === null ? {} : { 'portal-signature': signature }), ...headers },
    })
  const codeOf = (answer: Awaited<ReturnType<typeof notify>>) => answer.body.errors?.[0]?.data?.code

  beforeAll(async () => {
    ledger = await createLedgerDatabase()
    source = sqlSource({ ...LEDGER_MAPPING, connection: ledger.url })
    host = await bootHost({
      portal: {
        sources: [source, memoryBooks('quiet'), memoryBooks('other')],
        syncSecrets: { ledger: SECRET, other: OTHER },
      },
    })
    await migrateJobs(host.payload)
    await ledger.query(
      `insert into bills (id, no, client) select 'b' || n, 'N-' || n, 'C-1' from generate_series(1, 20) n`,
    )
    await syncSource({ payload: host.payload, source: 'ledger' })
  })
  afterAll(async () => {
    await source.close()
    await host.close()
    await ledger.close()
  })
  beforeEach(() => portal('delete from graphile_worker._private_jobs'))

  it('A-20 without a good signature of the last five minutes nothing is heard, and nothing is told', async () => {
    const now = Date.now() / 1000
    const refused: [string, Awaited<ReturnType<typeof notify>>][] = [
      ['none', await notify(null)],
      ['no such form', await notify('v1=abc')],
      ['another secret', await notify(sign({ secret: OTHER }))],
      ['another body', await notify(sign({}), { body: '{"ids":["b1"]}' })],
      ['old', await notify(sign({ at: now - 301 }))],
      ['of the future', await notify(sign({ at: now + 310 }))],
      ['of another method', await notify(sign({ method: 'GET' }))],
      ['for another source', await notify(sign({}), { path: '/api/connect/notify/other' })],
      ['for a source without a secret', await notify(sign({}), { path: '/api/connect/notify/quiet' })],
      ['for no source', await notify(sign({}), { path: '/api/connect/notify/nobody' })],
      ['for a name that every object has', await notify(sign({}), { path: '/api/connect/notify/constructor' })],
    ]
    for (const [what, answer] of refused)
      expect([what, answer.status, codeOf(answer)]).toEqual([what, 400, 'signature_invalid'])
    expect(new Set(refused.map(([, answer]) => answer.text)).size).toBe(1)
    expect(await jobs()).toEqual([])
  })

  it('A-20 a signed call that a browser of another site sends is refused all the same', async () => {
    for (const headers of [
      { origin: 'https://evil.test' },
      { 'sec-fetch-site': 'cross-site' },
      { cookie: 'payload-token=x' },
    ])
      expect(codeOf(await notify(sign({}), { headers: headers as unknown as Record<string, string> }))).toBe(
        'origin_refused',
      )
    expect(await jobs()).toEqual([])
  })

  it('many calls are one job, and a repeat of one is harmless', async () => {
    const signature = sign({})
    for (let at = 0; at < 5; at += 1)
      expect(await notify(signature)).toMatchObject({ status: 202, body: { received: true } })
    expect(await jobs()).toEqual([{ task: 'payerPortal.syncSource', payload: { source: 'ledger', cause: 'notify' } }])
  })

  it('named invoices are read again alone, those of several calls together', async () => {
    await ledger.query(`update bills set open = 7 where id in ('b1', 'b2', 'b3'); delete from bills where id = 'b4'`)
    for (const ids of [['b1'], ['b2', 'b1'], ['b4']]) {
      const body = JSON.stringify({ ids })
      expect((await notify(sign({ body }), { body })).status).toBe(202)
    }
    expect(await jobs()).toHaveLength(1)
    await runJobs(host.payload)
    expect(
      await portal(
        `select external_id as id, balance::int, status::text from invoices where external_id in ('b1', 'b2', 'b3', 'b4') order by 1`,
      ),
    ).toEqual([
      { id: 'b1', balance: 700, status: 'open' },
      { id: 'b2', balance: 700, status: 'open' },
      { id: 'b3', balance: 10_000, status: 'open' },
      { id: 'b4', balance: 10_000, status: 'void' },
    ])
    expect(
      await portal('select mode, cause, counts from payer_portal_sync_runs order by id desc limit 1'),
    ).toMatchObject([{ mode: 'rows', cause: 'notify', counts: { read: 2, updated: 2, vanished: 1 } }])
  })

  it('a source that cannot be asked for one invoice is read as it always is', async () => {
    const path = '/api/connect/notify/other'
    const body = '{"ids":["1"]}'
    expect((await notify(sign({ body, path, secret: OTHER }), { body, path })).status).toBe(202)
    expect(await jobs()).toEqual([{ task: 'payerPortal.syncSource', payload: { source: 'other', cause: 'notify' } }])
  })

  it('a body of another form is told so', async () => {
    const many = JSON.stringify({ ids: Array.from({ length: 1001 }, (_, at) => String(at)) })
    for (const body of [
      '[]',
      '{',
      'null',
      '{"ids":[]}',
      '{"ids":[1]}',
      '{"ids":"b1"}',
      '{"ids":[" "]}',
      '{"ids":["\\u0000"]}',
      many,
    ])
      expect([body.slice(0, 20), codeOf(await notify(sign({ body }), { body }))]).toEqual([
        body.slice(0, 20),
        'bad_request',
      ])
    expect(await jobs()).toEqual([])
  })
})

import { poolOf } from '../../src/base/database.ts'
import { createAssociation } from '../factories/createAssociation.ts'
import { createInvoice } from '../factories/createInvoice.ts'
import { type LoggedInPayer, loginPayer } from '../factories/loginPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'

let host: Host
let payer: LoggedInPayer
let invoice: number
const query = (text: string, values: unknown[] = []) => poolOf(host.payload).query(text, values)

beforeAll(async () => {
  // Payload keeps one connection; what the other has prepared is all that is prepared.
  host = await bootHost({ poolSize: 2 })
  await query('create extension if not exists pg_stat_statements')
  payer = await loginPayer(host)
  await createAssociation(host.payload, payer.id)
  invoice = (await createInvoice(host.payload)).id
})
afterAll(() => host.close())

const OF_LOGINS = `select query, calls::int, rows::int from pg_stat_statements s join pg_database d on d.oid = s.dbid
 where d.datname = current_database() and query ~ 'payer_portal_(sessions|logins|people)' and query !~ 'pg_stat_statements'`

const RESET = 'select pg_stat_statements_reset(0, (select oid from pg_database where datname = current_database()), 0)'

async function countedDuring(work: () => Promise<unknown>): Promise<{ query: string; calls: number; rows: number }[]> {
  await query(RESET)
  await work()
  return (await query(OF_LOGINS)).rows
}

describe('what a login costs a request', () => {
  it('A-05 each request of a payer asks for the live state of the login by exactly one prepared statement', async () => {
    const routes = [
      '/api/portal/summary',
      '/api/portal/invoices',
      `/api/portal/invoices/${invoice}`,
      '/api/portal/transactions',
      '/api/invoices',
      `/api/payers/${payer.id}`,
    ]
    for (const route of routes) {
      const counted = await countedDuring(async () => {
        for (let at = 0; at < 5; at += 1)
          expect([route, (await host.call(route, { headers: payer.headers })).status]).toEqual([route, 200])
      })
      expect([route, counted.map(({ calls }) => calls)]).toEqual([route, [5]])
      expect(counted[0]?.query).toContain('s.token_hash = $1')
    }
    const prepared = await query(`select statement from pg_prepared_statements where name = 'payer-session'`)
    expect(prepared.rows).toHaveLength(1)
  })

  it('A-15 a session notes at most once a minute that it was seen', async () => {
    const writes = (rows: { query: string; rows: number }[]) =>
      rows.filter((row) => row.query.startsWith('update')).reduce((sum, row) => sum + row.rows, 0)
    const ask = () =>
      Promise.all(Array.from({ length: 20 }, () => host.call('/api/portal/summary', { headers: payer.headers })))
    const age = (seconds: number) =>
      query(`update payer_portal_sessions set last_seen_at = now() - $1 * interval '1 second'`, [seconds])
    await age(50)
    expect(writes(await countedDuring(ask))).toBe(0)
    await age(61)
    expect(writes(await countedDuring(ask))).toBe(1)
    expect(writes(await countedDuring(ask))).toBe(0)
  })
})

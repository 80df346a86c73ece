import pg from 'pg'
import type { Invites } from '../../bench/serveInvites.ts'
import { type Server, startServer } from '../../bench/startServer.ts'
import { createDatabase, dropDatabase, onServer } from '../helpers/databases.ts'
import { type MailInbox, startMailInbox } from '../helpers/mailInbox.ts'

const WAIT_MS = 40_000

let databaseUrl: string
let database: string
let inbox: MailInbox
let server: Server<Invites>
beforeAll(async () => {
  databaseUrl = await createDatabase()
  database = new URL(databaseUrl).pathname.slice(1)
  inbox = await startMailInbox()
  server = await startServer<Invites>('serveInvites.ts', databaseUrl, { SMTP_URL: inbox.smtpUrl })
})
afterAll(async () => {
  await server?.close()
  await inbox.close()
  await dropDatabase(databaseUrl)
})

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** On a connection of its own, which no end of the others touches for long. */
async function query(text: string): Promise<any[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

const cut = (which = 'true') =>
  onServer(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database}' and ${which}`)

async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  for (const end = Date.now() + WAIT_MS; !(await holds()); await pause(100))
    if (Date.now() > end) throw new Error(`After ${WAIT_MS / 1000} s still not: ${what}`)
}

const statusOf = async (path: string) =>
  (await fetch(`${server.url}${path}`, { headers: server.headers }).catch(() => null))?.status
const invite = (ids: number[]) =>
  fetch(`${server.url}/api/payers/invite`, {
    method: 'POST',
    headers: { ...server.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ ids, switchOn: true }),
  })
const jobsLeft = async () =>
  (await query('select count(*)::int as left from graphile_worker._private_jobs where run_at <= now()'))[0].left
const workerLocks = async () =>
  (
    await query(`select count(*)::int as held from pg_locks where locktype = 'advisory' and granted
      and classid::bigint = hashtext('payer-portal-worker')::bigint & 4294967295
      and database = (select oid from pg_database where datname = current_database())`)
  )[0].held

describe('a database whose connections end', () => {
  it('is connected to again: requests are answered, and the worker is there', async () => {
    for (let turn = 0; turn < 10; turn++) {
      const asked = Array.from({ length: 8 }, () => statusOf('/api/payers?limit=5'))
      await pause(turn * 3)
      await cut()
      expect(await Promise.all(asked)).not.toContain(undefined)
    }
    await until(async () => (await statusOf('/api/payers?limit=5')) === 200, 'staff are answered')
    await until(async () => (await workerLocks()) === 1, 'the worker says that it lives')
  })

  it('A-10 a job that ends at that very moment is ended once, and its mail sent once', async () => {
    await query(`create function slow_end() returns trigger language plpgsql as
      $$ begin perform pg_sleep(0.4); return old; end $$;
      create trigger slow_end before delete on graphile_worker._private_jobs for each row execute function slow_end()`)
    const ids = server.ids.slice(0, 5)
    expect((await invite(ids)).status).toBe(200)
    let cuts = 0
    const ending = `query like 'delete from %\\_private\\_jobs%' and state = 'active'`
    await until(async () => {
      const [{ count }] = await query(
        `select count(pg_terminate_backend(pid))::int from pg_stat_activity where datname = current_database() and ${ending}`,
      )
      cuts += count
      return cuts >= 3
    }, 'ends of jobs are cut off')
    await query('drop trigger slow_end on graphile_worker._private_jobs')
    await until(async () => (await jobsLeft()) === 0, 'no job is left')
    for (const { email } of await query(`select email from payers where id in (${ids.join()})`))
      expect([email, (await inbox.mailsTo(email)).length]).toEqual([email, 1])
    expect(await statusOf('/api/payers?limit=5')).toBe(200)
  })
})

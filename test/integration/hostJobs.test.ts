import { postgresAdapter } from '@payloadcms/db-postgres'
import { poolOf } from '../../src/base/database.ts'
import { loginPayer } from '../factories/loginPayer.ts'
import { createDatabase } from '../helpers/databases.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { trackedPg } from '../helpers/trackedPg.ts'

let host: Host
let ran = 0
beforeAll(async () => {
  const databaseUrl = await createDatabase(null)
  const pg = trackedPg as unknown as NonNullable<Parameters<typeof postgresAdapter>[0]['pg']>
  host = await bootHost({
    databaseUrl,
    config: {
      // The host has jobs, so its schema is another one than the demo's migrations make.
      db: postgresAdapter({ pg, pool: { connectionString: databaseUrl }, push: true }),
      jobs: {
        tasks: [
          {
            slug: 'quietTask',
            handler: () => {
              ran += 1
              return { output: {} }
            },
          },
        ],
      },
    },
  })
})
afterAll(() => host.close())

describe('a host with jobs of its own', () => {
  it('O-05 a payer runs none of them and learns nothing of them, by whatever route', async () => {
    const payer = await loginPayer(host)
    await host.payload.jobs.queue({ task: 'quietTask' as never, input: {} as never })
    const paths = ['run', 'run?allQueues=true', 'handle-schedules', '', '1', 'count', 'access', 'access/1', 'versions']
    for (const headers of [payer.headers, payer.cookie] as Record<string, string>[])
      for (const path of paths)
        for (const method of ['GET', 'POST', 'PATCH', 'DELETE']) {
          const call = { method, ...(method === 'POST' || method === 'PATCH' ? { body: {} } : {}) }
          const url = `/api/payload-jobs${path ? `/${path}` : '?where[id][exists]=true'}`
          const [asked, nobody] = [await host.call(url, { ...call, headers }), await host.call(url, call)]
          expect([method, path, asked.status, asked.text]).toEqual([method, path, nobody.status, nobody.text])
          expect([method, path, asked.status < 500 && !/quietTask/.test(asked.text)]).toEqual([method, path, true])
        }
    expect(ran).toBe(0)
    const { rows } = await poolOf(host.payload).query('select processing, completed_at from payload_jobs')
    expect(rows).toEqual([{ processing: false, completed_at: null }])
  })
})

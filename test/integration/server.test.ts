import http from 'node:http'
import { createServer, type PortalServer } from 'payload-plugin-payer-portal/server'
import { poolOf } from '../../src/base/database.ts'
import { createDatabase, dropDatabase } from '../helpers/databases.ts'
import { hostConfig, SERVER_URL } from '../helpers/host/hostConfig.ts'
import { closeTrackedConnections } from '../helpers/trackedPg.ts'

type Answer = { status: number; headers: http.IncomingHttpHeaders; text: string }
type Sent = { method?: string; headers?: Record<string, string>; body?: string | Buffer }

let server: PortalServer
let port: number
let databaseUrl: string
const seen: http.IncomingHttpHeaders[] = []
let onSlow: () => void = () => undefined
let finishSlow: () => void = () => undefined

function send(path: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request({ port, host: '127.0.0.1', path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      )
    })
    request.on('error', reject)
    request.end(body)
  })
}

beforeAll(async () => {
  databaseUrl = await createDatabase()
  const config = await hostConfig({
    databaseUrl,
    config: {
      endpoints: [
        {
          path: '/echo',
          method: 'post',
          handler: async (req) => new Response(Buffer.from((await req.arrayBuffer?.()) ?? new ArrayBuffer(0))),
        },
        {
          path: '/slow',
          method: 'get',
          handler: async () => {
            const end = new Promise<void>((resolve) => {
              finishSlow = resolve
            })
            onSlow()
            await end
            return new Response('finished')
          },
        },
        { path: '/boom', method: 'get', handler: () => Promise.reject(new Error('secret detail at /srv/app')) },
        {
          path: '/cookies',
          method: 'get',
          handler: () => {
            const headers = new Headers()
            headers.append('Set-Cookie', 'a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT')
            headers.append('Set-Cookie', 'b=2')
            return new Response('ok', { headers })
          },
        },
        {
          path: '/headers',
          method: 'get',
          handler: (req) => Response.json(Object.fromEntries(req.headers.entries())),
        },
      ],
    },
  })
  server = await createServer({
    config,
    startWorker: true,
    bodyLimit: 200_000,
    nextHandler: (req, res) => {
      seen.push(req.headers)
      res.end('<html>page</html>')
    },
  })
  port = (await server.listen({ port: 0, host: '127.0.0.1' })).port
})

afterAll(async () => {
  await server.close()
  await closeTrackedConnections()
  await dropDatabase(databaseUrl)
})

describe('the server', () => {
  it('answers /healthz and /readyz', async () => {
    expect((await send('/healthz')).status).toBe(200)
    expect((await send('/readyz')).status).toBe(200)
  })

  it('O-06 no answer of the API or of a page is kept by a cache', async () => {
    for (const path of ['/api/portal/summary', '/api/invoices', '/api/nowhere', '/portal', '/admin']) {
      expect((await send(path)).headers['cache-control']).toBe('private, no-store')
    }
  })

  it('gives each page a policy with its own nonce, told to the pages too, and takes none from a caller', async () => {
    const first = await send('/portal', { headers: { 'content-security-policy': "script-src 'unsafe-inline'" } })
    const second = await send('/portal')
    const policy = String(first.headers['content-security-policy'])
    expect(policy).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/=]{24}'(;| )/)
    expect(policy.match(/script-src [^;]*/)?.[0]).not.toContain('unsafe')
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toBe(second.headers['content-security-policy'])
    expect(seen.at(-2)?.['content-security-policy']).toBe(policy)
  })

  it('shows what an API answer may do, and no strict transport security over http', async () => {
    const { headers } = await send('/api/invoices')
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(headers['strict-transport-security']).toBeUndefined()
    expect(headers['x-powered-by']).toBeUndefined()
    expect(headers['x-frame-options']).toBe('DENY')
    expect(headers['x-content-type-options']).toBe('nosniff')
  })

  it('hands a body through byte by byte', async () => {
    const body = Buffer.from(Array.from({ length: 100_000 }, (_, at) => at % 256))
    const answer = await new Promise<Buffer>((resolve, reject) => {
      const request = http.request({ port, path: '/api/echo', method: 'POST', agent: false }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => resolve(Buffer.concat(chunks)))
      })
      request.on('error', reject)
      request.end(body)
    })
    expect(answer.equals(body)).toBe(true)
  })

  it('refuses a body above the limit with 413, announced or not', async () => {
    const body = Buffer.alloc(300_000, 'a')
    const announced = await send('/api/echo', { method: 'POST', body, headers: { 'content-length': '300000' } })
    expect(announced.status).toBe(413)
    const streamed = await send('/api/echo', { method: 'POST', body, headers: { 'transfer-encoding': 'chunked' } })
    expect(streamed.status).toBe(413)
    expect(JSON.parse(streamed.text).errors[0].data.code).toBe('body_too_large')
    expect((await send('/healthz')).status).toBe(200)
  })

  it('keeps several cookies apart', async () => {
    expect((await send('/api/cookies')).headers['set-cookie']).toEqual([
      'a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT',
      'b=2',
    ])
  })

  it('answers HEAD as GET without a body', async () => {
    const answer = await send('/api/cookies', { method: 'HEAD' })
    expect([answer.status, answer.text]).toEqual([200, ''])
  })

  it('shows no stack and no detail of a failure', async () => {
    const answer = await send('/api/boom')
    expect(answer.status).toBe(500)
    expect(answer.text).not.toMatch(/secret detail|at .*\.ts|stack/)
  })

  it('O-07 believes no X-Forwarded-For and no address that a caller names', async () => {
    const { text } = await send('/api/headers', {
      headers: { 'x-forwarded-for': '9.9.9.9', 'x-payer-portal-client-ip': '8.8.8.8', 'x-forwarded-host': 'evil.test' },
    })
    const headers = JSON.parse(text) as Record<string, string>
    expect(headers['x-payer-portal-client-ip']).toMatch(/^[\w-]{24} 127\.0\.0\.1$/)
    expect(headers['x-forwarded-for']).toBeUndefined()
    expect(headers['x-forwarded-host']).toBeUndefined()
  })

  it('A-14 the origin of a request is the configured one, whatever Host says', async () => {
    const answer = await send('/api/nowhere', { headers: { host: 'evil.test' } })
    expect(answer.status).toBe(404)
    expect(answer.text).not.toContain('evil.test')
    expect(SERVER_URL).toBe('http://localhost:3000')
  })

  it.each(['/api/%00', '/api/invoices?where[number][equals]=%00', '/api/%E0%A4%A', '/api//evil.test/x'])(
    'I-01 answers %s with a refusal',
    async (path) => {
      const { status } = await send(path)
      expect(status).toBeGreaterThanOrEqual(400)
      expect(status).toBeLessThan(500)
    },
  )

  it('I-01 answers methods that nothing here has with 405', async () => {
    for (const method of ['TRACE', 'PROPFIND', 'LOCK'])
      for (const path of ['/api/invoices', '/', '/healthz'])
        expect([method, path, (await send(path, { method })).status]).toEqual([method, path, 405])
    expect((await send('/api/invoices', { method: 'OPTIONS' })).status).toBe(200)
  })

  it('I-01 a broken body of a method override is 400', async () => {
    const headers = { 'x-http-method-override': 'GET', 'content-type': 'application/json' }
    expect((await send('/api/invoices', { method: 'POST', headers, body: '{' })).status).toBe(400)
  })

  it('gives the jobs of a worker that died to one that lives', async () => {
    const pool = poolOf(server.payload)
    await pool.query(`select graphile_worker.add_job('payerPortal.nobody', '{}')`)
    await pool.query(
      `update graphile_worker._private_jobs set locked_by = 'pool-dead', locked_at = now() - interval '1 minute' where task_id = (select id from graphile_worker._private_tasks where identifier = 'payerPortal.nobody')`,
    )
    const { releaseDeadWorkers } = await import('../../src/jobs/releaseDeadWorkers.ts')
    await releaseDeadWorkers(pool)
    const { rows } = await pool.query(
      `select locked_by from graphile_worker.jobs where task_identifier = 'payerPortal.nobody'`,
    )
    expect(rows).toEqual([{ locked_by: null }])
  })

  it('finishes begun requests when it closes, and takes no more', async () => {
    const other = await createServer({ config: server.payload.config })
    expect(other.payload).toBe(server.payload)
    const begun = new Promise<void>((resolve) => {
      onSlow = resolve
    })
    const slow = send('/api/slow')
    await begun
    const closed = server.close()
    await expect(send('/healthz')).rejects.toThrow(/ECONNREFUSED/)
    finishSlow()
    expect(await slow).toMatchObject({ status: 200, text: 'finished' })
    await closed
    await expect(poolOf(server.payload).query('select 1')).rejects.toThrow(/after calling end/)
  })
})

import { Writable } from 'node:stream'
import { loginPayer } from '../factories/loginPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'

let host: Host
let lines: { level: number; msg?: string; err?: unknown }[] = []
beforeAll(async () => {
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      for (const line of chunk.toString().split('\n').filter(Boolean)) lines.push(JSON.parse(line))
      done()
    },
  })
  host = await bootHost({ config: { logger: { options: { level: 'info' }, destination } } })
})
afterAll(() => host.close())
beforeEach(() => {
  lines = []
})

const [INFO, WARN] = [30, 40]

describe('the level at which an answer is logged', () => {
  it('is a line of information for what a caller got wrong', async () => {
    const { headers } = await loginPayer(host)
    const asked: [status: number, path: string, options: Parameters<Host['call']>[1]][] = [
      [401, '/api/portal/summary', {}],
      [404, '/api/portal/invoices/999999', { headers }],
      [400, '/api/portal/payments', { method: 'POST', headers, body: {} }],
      [401, '/api/payers/login', { method: 'POST', body: { email: 'nobody@example.test', password: 'wrong' } }],
    ]
    for (const [status, path, options] of asked) expect((await host.call(path, options)).status).toBe(status)
    expect(lines.map(({ level, err }) => [level, err])).toEqual(asked.map(() => [INFO, undefined]))
  })

  it('is a warning for what could not be served', async () => {
    const { headers } = await loginPayer(host)
    const { status } = await host.call('/api/portal/payment-methods', {
      method: 'POST',
      headers,
      body: { confirmationToken: 'ctoken_1', consent: true },
    })
    expect([status, lines.map(({ level }) => level)]).toEqual([503, [WARN]])
  })
})

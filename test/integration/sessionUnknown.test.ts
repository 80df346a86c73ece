import { poolOf } from '../../src/base/database.ts'
import { loginPayer } from '../factories/loginPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'

let host: Host
beforeAll(async () => {
  host = await bootHost()
})
afterAll(() => host.close())

const CALLS: readonly [method: string, path: string][] = [
  ['GET', 'portal/invoices'],
  ['GET', 'portal/summary'],
  ['GET', 'payers/me'],
  ['GET', 'payers/sessions'],
  ['POST', 'portal/payments'],
  ['POST', 'payers/change-password'],
]

it('a payer whose session cannot be looked up is asked to try again, not to log in', async () => {
  const { headers } = await loginPayer(host)
  const rename = (from: string, to: string) => poolOf(host.payload).query(`alter table ${from} rename to ${to}`)
  const ask = ([method, path]: (typeof CALLS)[number]) =>
    host.call(`/api/${path}`, { method, headers, ...(method === 'POST' ? { body: {} } : {}) })
  await rename('payer_portal_sessions', 'sessions_away')
  try {
    for (const call of CALLS) {
      const { status, body } = await ask(call)
      expect([call, status, body.errors?.[0]?.data?.code]).toEqual([call, 503, 'overloaded'])
    }
  } finally {
    await rename('sessions_away', 'payer_portal_sessions')
  }
  expect((await host.call('/api/payers/me', { headers })).body.user).not.toBeNull()
})

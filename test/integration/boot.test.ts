import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { hostConfig } from '../helpers/host/hostConfig.ts'

describe('a host with the plugin', () => {
  let host: Host
  beforeAll(async () => {
    host = await bootHost()
  })
  afterAll(() => host.close())

  it('boots on the committed migrations and creates a payer without a password', async () => {
    const payer = await host.payload.create({
      collection: 'payers',
      data: { email: 'ada@example.test', firstName: 'Ada', lastName: 'King' },
      overrideAccess: true,
    })
    expect(payer).toMatchObject({ email: 'ada@example.test', name: 'Ada King', loginAccess: false })
  })
  it('answers anonymous callers with 403 on every collection of its own', async () => {
    for (const slug of ['payers', 'associations', 'invoices', 'transactions']) {
      expect((await host.call(`/api/${slug}`)).status).toBe(403)
    }
  })

  it('O-01 a host with a bad option does not boot', async () => {
    const { databaseUrl } = host
    await expect(hostConfig({ databaseUrl, portal: { trustedProxies: -1 } })).rejects.toThrow(/`trustedProxies`/)
    await expect(hostConfig({ databaseUrl, config: { secret: 'short' } })).rejects.toThrow(/`secret`/)
  })
})

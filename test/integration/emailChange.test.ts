import { loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import type { Host } from '../helpers/host/bootHost.ts'
import { SERVER_URL } from '../helpers/host/hostConfig.ts'
import { bootMailHost, type MailHost } from '../helpers/mailHost.ts'
import { linkToken } from '../helpers/mailInbox.ts'

describe('the change of an email that keeps the login', () => {
  let mailHost: MailHost
  let host: Host
  beforeAll(async () => {
    mailHost = await bootMailHost()
    host = mailHost.host
  })
  afterAll(() => mailHost.close())

  const mailsTo = (email: string) => mailHost.mailsTo(email)

  it('A-06 the safe change moves the login after the new address confirmed, ends sessions and tells the old one', async () => {
    const payer = await loginPayer(host, { email: 'old@example.test' })
    const change = await host.call(`/api/payers/${payer.id}/change-email`, {
      method: 'POST',
      body: { email: 'New@Example.test' },
      headers: mailHost.staff,
    })
    expect(change.body).toMatchObject({ state: 'confirming' })
    const [mail] = await mailsTo('new@example.test')
    expect(mail?.text).toContain(`${SERVER_URL}/portal/confirm-email?token=`)
    const login = (email: string) =>
      host.call('/api/payers/login', { method: 'POST', body: { email, password: PASSWORD } })
    expect((await login('old@example.test')).status).toBe(200)
    expect((await login('new@example.test')).status).toBe(401)
    const confirm = () => host.call('/api/payers/confirm-email', { method: 'POST', body: { token: linkToken(mail) } })
    expect((await Promise.all([confirm(), confirm()])).map(({ status }) => status).sort()).toEqual([200, 400])
    expect((await host.call('/api/payers/me', { headers: payer.headers })).body.user).toBeNull()
    expect((await login('old@example.test')).status).toBe(401)
    const entered = await login('new@example.test')
    expect(entered.body.user).toMatchObject({ id: payer.id, email: 'new@example.test' })
    expect((await mailsTo('old@example.test')).map(({ subject }) => subject)).toEqual([
      expect.stringContaining('was asked for'),
      expect.stringContaining('A new device logged in'),
      expect.stringContaining('was changed'),
    ])
  })

  it('A-06 the safe change is refused for what is no address, and by anybody but staff', async () => {
    const payer = await loginPayer(host)
    const change = (headers: Record<string, string>, email: unknown) =>
      host.call(`/api/payers/${payer.id}/change-email`, { method: 'POST', body: { email }, headers })
    for (const email of ['', 'x', null, ['a@b.test'], 'a@b.test\r\nBcc: c@d.test'])
      expect((await change(mailHost.staff, email)).status).toBe(400)
    expect((await change(payer.headers, 'mine@example.test')).status).toBe(403)
    expect((await change({}, 'mine@example.test')).status).toBe(401)
  })
})

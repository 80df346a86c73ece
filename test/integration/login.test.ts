import { loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'

const login = (host: Host, body: { email: unknown; password: unknown }) =>
  host.call('/api/payers/login', { method: 'POST', body })

describe('login of a payer', () => {
  let host: Host
  beforeAll(async () => {
    host = await bootHost()
  })
  afterAll(() => host.close())

  it('logs in by email and password, says who it is, and logs out', async () => {
    const payer = await loginPayer(host)
    const answer = await login(host, { email: ` ${payer.email.toUpperCase()} `, password: PASSWORD })
    expect(answer.status).toBe(200)
    expect(answer.body.user).toMatchObject({ id: payer.id, email: payer.email, collection: 'payers' })
    const headers = { authorization: `JWT ${answer.body.token}` }
    const me = await host.call('/api/payers/me', { headers })
    expect(me.body).toMatchObject({
      user: { id: payer.id },
      payers: [{ id: payer.id, name: 'Ada King' }],
      exp: answer.body.exp,
    })
    expect((await host.call('/api/payers/logout', { method: 'POST', headers })).status).toBe(200)
    expect((await host.call('/api/payers/me', { headers })).body.user).toBeNull()
    expect((await host.call('/api/payers/me', { headers: payer.headers })).body.user.id).toBe(payer.id)
  })
})

import { poolOf } from '../../src/base/database.ts'
import { sealAddress } from '../../src/login/clientAddress.ts'
import { LIMITS } from '../../src/login/loginLimits.ts'
import { loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'

let host: Host
beforeAll(async () => {
  host = await bootHost()
})
afterAll(() => host.close())

const logIn = (email: string, headers: Record<string, string> = {}) =>
  host.call('/api/payers/login', { method: 'POST', body: { email, password: PASSWORD }, headers })

/** As if so many attempts of everybody, or of one network, had been made. */
const use = (points: number) =>
  poolOf(host.payload).query('update payer_portal_limits set points = points + $1', [points])

describe('the limits of one address', () => {
  it('A-13 without a trusted hop nobody uses up the attempts of everybody', async () => {
    const payer = await loginPayer(host)
    const forged = { 'x-payer-portal-client-ip': '10.0.0.1', 'x-forwarded-for': '10.0.0.1' }
    await logIn('nobody@example.test', forged)
    await use(LIMITS.loginAddress.points)
    expect((await logIn('nobody@example.test', forged)).status).toBe(429)
    expect((await logIn('nobody@example.test', { 'x-payer-portal-client-ip': '10.0.0.9' })).status).toBe(429)
    expect((await logIn(payer.email)).status).toBe(200)
  })

  it('A-13 one network is held by the limit over all emails, from whichever of its addresses', async () => {
    const payer = await loginPayer(host)
    const from = (address: string) => ({ 'x-payer-portal-client-ip': sealAddress(address) })
    await logIn('nobody@example.test', from('2001:db8::1'))
    await use(LIMITS.loginAddress.points)
    expect((await logIn(payer.email, from('2001:db8::2'))).status).toBe(429)
    expect((await logIn(payer.email, from('2001:db8:0:1::2'))).status).toBe(200)
  })
})

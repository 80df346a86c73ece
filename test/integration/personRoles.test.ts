import type { Endpoint } from 'payload'
import { poolOf } from '../../src/base/database.ts'
import { createAssociation } from '../factories/createAssociation.ts'
import { createInvoice } from '../factories/createInvoice.ts'
import { loginPayer } from '../factories/loginPayer.ts'
import { loginPerson } from '../factories/loginPerson.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { ROLES, ROUTES, roleMayCall } from './roleTable.ts'

type Headers = { authorization: string }

let host: Host
let payer: number
let invoice: number
const sessions = new Map<string, Headers>()

beforeAll(async () => {
  host = await bootHost()
  const owner = await loginPayer(host)
  payer = owner.id
  sessions.set('owner', owner.headers)
  for (const role of ['view', 'pay', 'manage'] as const)
    sessions.set(role, (await loginPerson(host, { payer, role })).headers)
  await createAssociation(host.payload, payer, { clientNumber: 'C-1' })
  invoice = (await createInvoice(host.payload, { clientNumber: 'C-1' })).id
})
afterAll(() => host.close())

const routesOf = (endpoints: Endpoint[] | false | undefined, root: string): string[] =>
  (endpoints || []).map(({ method, path }) => `${method} ${root}${path}`)

/** Every route of the plugin that a payer's session reaches. */
function reachable(): string[] {
  const payers = host.config.collections.find(({ slug }) => slug === 'payers')
  const own = routesOf(host.config.endpoints, '').filter((route) => / \/portal\//.test(route))
  const PAYER_ONLY = /^\w+ \/payers\/(?!access|verify|versions)[a-z]/
  const about = routesOf(payers?.endpoints, '/payers').filter((route) => PAYER_ONLY.test(route))
  return [...own, ...about]
}

/** Not the payer's: gone, or the staff's alone. */
const CLOSED = new Set([
  'post /payers/invite',
  'post /payers/import',
  'get /payers/duplicates',
  'get /payers/find',
  'post /payers/similar',
  'post /payers/first-register',
  'post /payers/unlock',
  'get /payers/init',
])

async function callAs(role: string, route: string) {
  const [method = '', path = ''] = route.split(' ')
  const id = path.startsWith('/payers/:') ? payer : path.includes('invoices') ? invoice : 2_147_483_000
  const url = `/api${path.replace(':id', String(id)).replace(':person', '2147483000')}`
  const body = method === 'patch' && path === '/payers/:id' ? { phone: '1' } : {}
  const call = { method: method.toUpperCase(), headers: sessions.get(role) ?? {} }
  const answer = await host.call(url, method === 'get' || method === 'delete' ? call : { ...call, body })
  const isRefused = answer.status === 403 || answer.body.errors?.[0]?.data?.code === 'role_required'
  return { ...answer, isRefused }
}

describe('what the role of a person allows', () => {
  it('A-02 every route that a payer reaches has a row in the table of roles', () => {
    const missing = reachable().filter((route) => !(route in ROUTES) && !CLOSED.has(route))
    expect(missing).toEqual([])
    expect(reachable().length).toBeGreaterThan(25)
  })

  const rows = Object.entries(ROUTES).filter(([route, needs]) => needs !== 'nothing' && route !== 'post /payers/logout')
  for (const role of ROLES) {
    it.each(rows)(`A-02 ${role}: %s asks for %s`, async (route, needs) => {
      const { isRefused, status } = await callAs(role, route)
      expect({ route, isRefused, isLoggedIn: status !== 401 }).toEqual({
        route,
        isRefused: !roleMayCall(role, needs as 'view'),
        isLoggedIn: true,
      })
    })
  }

  it('A-02 a role change counts on the very next request, upwards and downwards', async () => {
    const person = await loginPerson(host, { payer, role: 'pay' })
    const methods = () => host.call('/api/portal/payment-methods', { headers: person.headers })
    expect((await methods()).status).toBe(200)
    const set = (role: string) =>
      poolOf(host.payload).query('update payer_portal_people set role = $2 where id = $1', [person.person, role])
    await set('view')
    expect((await methods()).body.errors[0].data.code).toBe('role_required')
    await set('manage')
    expect((await methods()).status).toBe(200)
  })

  it('says the role and who is logged in', async () => {
    const person = await loginPerson(host, { payer, role: 'view' })
    const { body } = await host.call('/api/payers/me', { headers: person.headers })
    expect(body).toMatchObject({ role: 'view', person: { id: person.person, email: person.email, role: 'view' } })
    expect(body.user.id).toBe(payer)
  })

  it('a role that nobody knows may nothing', async () => {
    const person = await loginPerson(host, { payer, role: 'guest' as 'view' })
    expect((await host.call('/api/portal/summary', { headers: person.headers })).status).toBe(403)
  })
})

import { poolOf } from '../../src/base/database.ts'
import { createAssociation } from '../factories/createAssociation.ts'
import { createInvoice } from '../factories/createInvoice.ts'
import { loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import { loginPerson } from '../factories/loginPerson.ts'
import type { Answer, Host } from '../helpers/host/bootHost.ts'
import { bootMailHost, type MailHost } from '../helpers/mailHost.ts'
import { linkToken } from '../helpers/mailInbox.ts'

let mails: MailHost
let host: Host
beforeAll(async () => {
  mails = await bootMailHost()
  host = mails.host
})
afterAll(() => mails.close())

const query = async (text: string, values: unknown[] = []) => (await poolOf(host.payload).query(text, values)).rows
const codeOf = ({ body }: Answer) => body.errors?.[0]?.data?.code
const asStaff = (method: string, path: string, body?: object) =>
  host.call(`/api/payers/${path}`, { method, headers: mails.staff, ...(body ? { body } : {}) })

type World = {
  own: number
  other: number
  invoice: number
  foreign: number
  method: number
  headers: Record<string, string>
}

/** One login: it owns one record, and may only look at another one, whose owner has a saved method. */
async function oneLoginTwoRoles(): Promise<World> {
  const { payload } = host
  const owner = await loginPayer(host)
  const first = await loginPayer(host)
  const { headers } = await loginPerson(host, { payer: owner.id, role: 'view', email: first.email })
  await createAssociation(payload, owner.id, { clientNumber: `C-${owner.id}` })
  await createAssociation(payload, first.id, { clientNumber: `C-${first.id}` })
  const invoice = (await createInvoice(payload, { clientNumber: `C-${first.id}` })).id
  const foreign = (await createInvoice(payload, { clientNumber: `C-${owner.id}` })).id
  const rows = await query(
    `insert into payer_portal_payment_methods (payer_id, gateway_id, type, consent_login_id, consent_version, consent_at) values ($1, $2, 'card', $3, '1', now()) returning id`,
    [owner.id, `pm_${owner.id}`, owner.loginId],
  )
  return { own: first.id, other: owner.id, invoice, foreign, method: rows[0].id, headers: { ...headers } }
}

const call = (
  world: World,
  { as, method = 'GET', path, body }: { as?: number; method?: string; path: string; body?: object },
) =>
  host.call(`/api/${path}`, {
    method,
    headers: { ...world.headers, 'idempotency-key': `k-${Math.random()}`, ...(as ? { 'x-payer': String(as) } : {}) },
    ...(body ? { body } : {}),
  })

describe('a login with two roles', () => {
  it('S-13 A-02 uses the rights of one record for no other, whichever it names and whichever it acts for', async () => {
    const world = await oneLoginTwoRoles()
    const { own, other, invoice, foreign, method } = world
    for (const acting of [own, other]) {
      expect((await call(world, { method: 'POST', path: 'payers/switch', body: { payer: acting } })).status).toBe(200)
      const pay = (invoiceId: number) => ({
        amount: 100,
        currency: 'usd',
        allocations: [{ invoice: invoiceId, amount: 100 }],
        paymentMethod: method,
      })
      const refused: [number, Parameters<typeof call>[1]][] = [
        [403, { as: other, method: 'POST', path: 'portal/payments', body: pay(foreign) }],
        [403, { as: other, path: 'portal/payment-methods' }],
        [403, { as: other, method: 'PATCH', path: `portal/payment-methods/${method}`, body: { default: true } }],
        [403, { as: other, method: 'DELETE', path: `portal/payment-methods/${method}` }],
        [403, { as: other, path: 'portal/people' }],
        [403, { as: other, method: 'POST', path: 'portal/people', body: { email: 'x@example.test', role: 'manage' } }],
        [403, { as: other, method: 'PATCH', path: `payers/${other}`, body: { phone: '666' } }],
        [403, { as: own, method: 'PATCH', path: `payers/${other}`, body: { phone: '666' } }],
        [403, { as: other, method: 'PATCH', path: `payers/${own}`, body: { phone: '666' } }],
        [404, { as: own, method: 'PATCH', path: `portal/payment-methods/${method}`, body: { default: true } }],
        [404, { as: own, method: 'DELETE', path: `portal/payment-methods/${method}` }],
        [404, { as: own, path: `portal/invoices/${foreign}` }],
        [404, { as: own, path: `portal/invoices/${foreign}/pdf` }],
        [404, { as: other, path: `portal/invoices/${invoice}` }],
        [400, { method: 'POST', path: 'portal/payments', body: pay(foreign) }],
        [400, { method: 'POST', path: 'portal/people', body: { email: 'x@example.test', role: 'manage' } }],
      ]
      for (const [status, asked] of refused) {
        const answer = await call(world, asked)
        // What Payload's own door does not show it calls not found.
        const is = asked.path.startsWith('payers/') && answer.status === 404 ? 403 : answer.status
        expect([acting === own, asked, is, answer.text.slice(0, 80)]).toEqual([
          acting === own,
          asked,
          status,
          answer.text.slice(0, 80),
        ])
      }
    }
    expect(await query('select phone from payers where id = any($1)', [[own, other]])).toEqual([
      { phone: null },
      { phone: null },
    ])
    expect(
      await query('select is_default, removed_at from payer_portal_payment_methods where id = $1', [method]),
    ).toEqual([{ is_default: false, removed_at: null }])
    expect(await query('select 1 from payer_portal_people where payer_id = any($1)', [[own, other]])).toHaveLength(3)
  })

  it('S-13 nobody makes an owner: not of themselves, not of a new person, not of another one', async () => {
    const owner = await loginPayer(host)
    const manager = await loginPerson(host, { payer: owner.id, role: 'manage' })
    const viewer = await loginPerson(host, { payer: owner.id, role: 'view' })
    const as = (method: string, path: string, body?: object) =>
      host.call(`/api/portal/people${path}`, { method, headers: manager.headers, ...(body ? { body } : {}) })
    const answers = await Promise.all([
      as('PATCH', `/${manager.person}`, { role: 'owner' }),
      as('PATCH', `/${manager.person}`, { role: 'manage' }),
      as('PATCH', `/${viewer.person}`, { role: 'owner' }),
      as('PATCH', `/${viewer.person}`, { role: 'manage', login_id: 1 }),
      as('PATCH', `/${viewer.person}`, { role: ['manage'] }),
      as('POST', '', { email: 'new-owner@example.test', role: 'owner', currentPassword: PASSWORD }),
      as('DELETE', `/${manager.person}`),
    ])
    expect(answers.filter(({ status }) => status < 400 || status >= 500)).toEqual([])
    expect(await query('select role from payer_portal_people where payer_id = $1 order by id', [owner.id])).toEqual([
      { role: 'owner' },
      { role: 'manage' },
      { role: 'view' },
    ])
  })
})

describe('the link that undoes a change of the email', () => {
  async function changed(name: string) {
    const payer = await loginPayer(host, { email: `${name}-old@example.test` })
    const next = `${name}-new@example.test`
    const body = { email: next, currentPassword: PASSWORD }
    await host.call('/api/payers/change-email', { method: 'POST', body, headers: payer.headers })
    const token = linkToken((await mails.mailsTo(next)).at(-1))
    expect((await host.call('/api/payers/confirm-email', { method: 'POST', body: { token } })).status).toBe(200)
    const undo = linkToken((await mails.mailsTo(payer.email)).find(({ subject }) => subject.includes('was changed')))
    return { payer, next, undo }
  }
  const undoBy = (token: string) => host.call('/api/payers/undo-email', { method: 'POST', body: { token } })
  const ENDS: [string, (id: number) => Promise<unknown>][] = [
    ['suspended', (id) => asStaff('PATCH', String(id), { loginAccess: false })],
    ['without its login', (id) => asStaff('DELETE', `${id}/login`)],
    ['archived', (id) => asStaff('POST', `${id}/archive`, {})],
    [
      'archived and taken out again',
      async (id) => [await asStaff('POST', `${id}/archive`, {}), await asStaff('POST', `${id}/unarchive`, {})],
    ],
    [
      'suspended and invited again',
      async (id) => [
        await asStaff('PATCH', String(id), { loginAccess: false }),
        await asStaff('PATCH', String(id), { loginAccess: true }),
      ],
    ],
  ]

  it.each(ENDS)(
    'A-05 A-06 puts the old address back and gives nobody access to a payer that was %s since',
    async (state, end) => {
      const { payer, undo } = await changed(`undo-${state.replaceAll(' ', '-')}`)
      await end(payer.id)
      const stateOf = async () =>
        (await query('select login_access, archived_at from payers where id = $1', [payer.id]))[0] as object
      const before = await stateOf()
      expect((await undoBy(undo)).status).toBe(200)
      expect(await stateOf()).toEqual(before)
      expect(await query('select email from payers where id = $1', [payer.id])).toEqual([{ email: payer.email }])
      expect(
        await query('select 1 from payer_portal_people where payer_id = $1 and login_id is not null', [payer.id]),
      ).toEqual([])
      const body = { email: payer.email, password: PASSWORD }
      expect((await host.call('/api/payers/login', { method: 'POST', body })).status).toBe(401)
    },
  )

  it('A-08 works once, and not for a later change', async () => {
    const { payer, next, undo } = await changed('undo-once')
    expect((await undoBy(undo)).status).toBe(200)
    expect(codeOf(await undoBy(undo))).toBe('token_invalid')
    const reset = linkToken((await mails.mailsTo(payer.email)).at(-1))
    const session = await host.call('/api/payers/reset-password', {
      method: 'POST',
      body: { token: reset, password: 'Another-portal-2026!' },
    })
    const headers = { authorization: `JWT ${session.body.token}` }
    await query(
      `update payer_portal_mails set sent_at = sent_at - interval '1 hour', created_at = created_at - interval '1 hour'`,
    )
    const again = await host.call('/api/payers/change-email', {
      method: 'POST',
      body: { email: next, currentPassword: 'Another-portal-2026!' },
      headers,
    })
    expect(again.status).toBe(200)
    const token = linkToken((await mails.mailsTo(next)).at(-1))
    expect((await host.call('/api/payers/confirm-email', { method: 'POST', body: { token } })).status).toBe(200)
    expect(codeOf(await undoBy(undo))).toBe('token_invalid')
    expect((await query('select email from payers where id = $1', [payer.id]))[0].email).toBe(next)
  })
})

import { poolOf } from '../../src/base/database.ts'
import { deriveToken } from '../../src/login/oneTimeToken.ts'
import { createLogin, openLogin } from '../factories/createLogin.ts'
import { type LoggedInPayer, PASSWORD } from '../factories/loginPayer.ts'
import { type Answer, bootHost, type Host } from '../helpers/host/bootHost.ts'
import { loginStaff, type StaffHeaders } from '../helpers/loginStaff.ts'
import { payerCalls } from '../helpers/payerCalls.ts'

const ROUNDS = 100
/** A login hashes for about so long; somewhere in it the ending comes. */
const LOGIN_MS = 40

let host: Host
let staff: StaffHeaders
const { post, meOf } = payerCalls(() => host)
beforeAll(async () => {
  host = await bootHost()
  staff = await loginStaff(host)
})
afterAll(() => host.close())

const login = (email: string) => post('login', { email, password: PASSWORD })
const bearer = (token: unknown) => ({ authorization: `JWT ${String(token)}` })
const asStaff = (method: string, path: string, body?: unknown) =>
  host.call(`/api/payers/${path}`, { method, headers: staff, ...(body ? { body } : {}) })

type Ending = {
  /** What has to be done before, and then the ending itself. */
  prepare(payer: LoggedInPayer): Promise<() => Promise<Answer>>
  /** What the record shows afterwards. */
  shown(payer: LoggedInPayer): Record<string, unknown>
}

async function emailToken(payer: LoggedInPayer): Promise<string> {
  const { rows } = await poolOf(host.payload).query<{ seed: Buffer }>(
    `select seed from payer_portal_tokens where payer_id = $1 and purpose = 'email' and used_at is null`,
    [payer.id],
  )
  return deriveToken({ secret: host.payload.secret, purpose: 'email', seed: rows[0]?.seed ?? Buffer.alloc(0) })
}

const ENDINGS: Record<string, Ending> = {
  'a suspension': {
    prepare:
      async ({ id }) =>
      () =>
        asStaff('PATCH', String(id), { loginAccess: false, businessName: 'As staff set it' }),
    shown: () => ({ loginAccess: false, businessName: 'As staff set it', invite: { status: 'none' } }),
  },
  'the deletion of the login': {
    prepare:
      async ({ id }) =>
      () =>
        asStaff('DELETE', `${id}/login`),
    shown: ({ email }) => ({ email, loginAccess: false, invite: { status: 'none' } }),
  },
  'the archiving of the payer': {
    prepare:
      async ({ id }) =>
      () =>
        asStaff('POST', `${id}/archive`),
    shown: ({ email }) => ({ email, loginAccess: false, invite: { status: 'none' }, archivedAt: expect.any(String) }),
  },
  'a confirmed change of the email': {
    prepare: async (payer) => {
      const asked = await asStaff('POST', `${payer.id}/change-email`, { email: `new-${payer.email}` })
      expect(asked.status).toBe(200)
      const token = await emailToken(payer)
      return () => post('confirm-email', { token })
    },
    shown: ({ email }) => ({ email: `new-${email}`, loginAccess: true }),
  },
  'a change of the password': {
    prepare: async (payer) => () =>
      post('change-password', { currentPassword: PASSWORD, password: 'Another-portal-2026!' }, payer.headers),
    shown: ({ email }) => ({ email, loginAccess: true, invite: { status: 'accepted' } }),
  },
}

async function race(payer: LoggedInPayer, end: () => Promise<Answer>) {
  const other = await openLogin(host, payer.loginId)
  const later = async () => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * LOGIN_MS))
    return end()
  }
  const [entered, ended] = await Promise.all([login(payer.email), later(), post('refresh-token', {}, bearer(other))])
  return { entered, ended, other }
}

describe('logins at the same moment', () => {
  it('A-21 four devices that log in at once all stay logged in', async () => {
    for (let round = 0; round < 10; round += 1) {
      const payer = await createLogin(host)
      const answers = await Promise.all(Array.from({ length: 4 }, () => login(payer.email)))
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
      for (const { body } of answers) expect((await meOf(bearer(body.token))).id).toBe(payer.id)
    }
  })

  it.each(Object.entries(ENDINGS))(
    `A-03 a login and a refresh during %s leave no session, and the record as it was set, ${ROUNDS} times`,
    async (_name, { prepare, shown }) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const payer = await createLogin(host)
        const { entered, ended, other } = await race(payer, await prepare(payer))
        expect([ended.status, [200, 401].includes(entered.status)]).toEqual([200, true])
        if (entered.status === 200) expect(await meOf(bearer(entered.body.token))).toBeNull()
        expect(await meOf(bearer(other))).toBeNull()
        expect((await asStaff('GET', String(payer.id))).body).toMatchObject(shown(payer))
        if (round % 10 === 0) expect((await login(payer.email)).status).toBe(401)
      }
    },
  )

  it('A-03 a login that waits while the suspension commits is refused', async () => {
    const { payload } = host
    const payer = await createLogin(host)
    const transactionID = (await payload.db.beginTransaction()) ?? ''
    await payload.update({
      collection: 'payers',
      id: payer.id,
      data: { loginAccess: false },
      overrideAccess: true,
      req: { transactionID },
    })
    const waiting = login(payer.email)
    const blocked = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    while ((await poolOf(payload).query(blocked)).rows.length === 0)
      await new Promise((resolve) => setTimeout(resolve, 5))
    await payload.db.commitTransaction(transactionID)
    expect((await waiting).status).toBe(401)
    expect(await meOf(payer.headers)).toBeNull()
    const { rows } = await poolOf(payload).query('select 1 from payer_portal_sessions where payer_id = $1', [payer.id])
    expect(rows).toEqual([])
  })
})

import { randomUUID } from 'node:crypto'
import { countAttempt } from '../../../src/login/loginLimits.ts'
import { type LoggedInPayer, loginPayer, PASSWORD } from '../../factories/loginPayer.ts'
import { loginPerson } from '../../factories/loginPerson.ts'
import { codeOf, factorCalls } from '../factorCalls.ts'
import type { AuditDoor, AuditDoors, AuditWorld } from './AuditWorld.ts'

const WRONG = 'Wrong-portal-2026!'
const NEXT = 'Another-portal-2026!'
const email = () => `audit-${randomUUID()}@example.test`

/** A payer with a login, and its person as the log must name it. */
async function client(w: AuditWorld): Promise<LoggedInPayer & { actor: { payer: number; person: number } }> {
  const payer = await loginPayer(w.host)
  return { ...payer, actor: await w.personOf(payer.id) }
}

type Post = { body: unknown; headers?: Record<string, string>; fails?: boolean }
const post = (w: AuditWorld, route: string, call: Post) => w.call(`/api/payers/${route}`, { method: 'POST', ...call })

const logIn = (
  w: AuditWorld,
  { address, password = PASSWORD, fails = false }: { address: string; password?: string; fails?: boolean },
) => post(w, 'login', { body: { email: address, password }, fails })

/** Doors that ask for the current password once more, given a wrong one. */
const wrongPasswordDoors = (
  doors: Record<string, [method: string, path: string, body: object]>,
): Record<string, AuditDoor> =>
  Object.fromEntries(
    Object.entries(doors).map(([name, [method, path, body]]) => [
      name,
      async (w: AuditWorld) => {
        const { id, headers, loginId, actor } = await client(w)
        await w.mark()
        await w.call(`/api/${path}`, { method, headers, body: { ...body, currentPassword: WRONG }, fails: true })
        return { actor, payer: id, data: { login: loginId } }
      },
    ]),
  )

/** A door by which staff do something to one payer's login. */
const staffDoor =
  (
    path: string,
    { method = 'POST', body = {}, data = {} }: { method?: string; body?: unknown; data?: object } = {},
  ): AuditDoor =>
  async (w) => {
    const { id } = await client(w)
    await w.mark()
    await w.byStaff(`/api/payers/${id}/${path}`, method, body)
    return { actor: 'staff', payer: id, data }
  }

const invited = async (w: AuditWorld, address = email()) => {
  const payer = await w.payer({ email: address })
  await w.host.payload.update({ collection: 'payers', id: payer, data: { loginAccess: true }, overrideAccess: true })
  // Past the cool-down of the first mail.
  await w.query(
    `update payer_portal_mails set created_at = now() - interval '1 hour', sent_at = now() - interval '1 hour' where payer_id = $1`,
    [payer],
  )
  await w.mark()
  return payer
}

const access =
  (
    on: boolean,
    change: (w: AuditWorld, payer: number) => Promise<unknown>,
    actor: 'staff' | 'system' = 'staff',
  ): AuditDoor =>
  async (w) => {
    const payer = on ? await w.payer() : await invited(w)
    await w.mark()
    await change(w, payer)
    return { actor, payer }
  }

const switching = (loginAccess: boolean) => ({
  REST: access(loginAccess, (w, id) => w.byStaff(`/api/payers/${id}`, 'PATCH', { loginAccess })),
  'REST in bulk': access(loginAccess, (w, id) =>
    w.byStaff(`/api/payers?where[id][equals]=${id}`, 'PATCH', { loginAccess }),
  ),
  'Local API': access(
    loginAccess,
    (w, id) => w.host.payload.update({ collection: 'payers', id, data: { loginAccess }, overrideAccess: true }),
    'system',
  ),
})

const sessions: AuditDoors = {
  login: {
    password: async (w) => {
      const { id, email: address, loginId, actor } = await client(w)
      await w.mark()
      await logIn(w, { address })
      return { actor, payer: id, data: { login: loginId } }
    },
    'second factor': async (w) => {
      const { payerWithTotp, laterOn } = factorCalls(() => w.host)
      const { id, email: address, secret, loginId } = await payerWithTotp()
      await laterOn()
      await w.mark()
      const { challenge } = (await logIn(w, { address })).body.secondFactor
      await post(w, 'second-factor', { body: { challenge, code: codeOf(secret) } })
      return { actor: await w.personOf(id), payer: id, data: { login: loginId, factor: 'totp' } }
    },
  },
  logout: {
    'this device': async (w) => {
      const { id, headers, actor } = await client(w)
      await w.mark()
      await post(w, 'logout', { body: {}, headers })
      return { actor, payer: id, data: { sessions: 1 } }
    },
    everywhere: async (w) => {
      const { id, email: address, headers, actor } = await client(w)
      await logIn(w, { address })
      await w.mark()
      await post(w, 'logout?allSessions=true', { body: {}, headers })
      return { actor, payer: id, data: { sessions: 2 } }
    },
  },
  login_failed: {
    'a wrong password': async (w) => {
      const { id, email: address, loginId } = await client(w)
      await w.mark()
      await logIn(w, { address, password: WRONG, fails: true })
      return { actor: 'nobody', payer: id, data: { login: loginId } }
    },
    'an unknown address': async (w) => {
      await logIn(w, { address: email(), fails: true })
      return { actor: 'nobody', payer: null, data: { login: null } }
    },
    'an invite that the address confirms by a wrong password': async (w) => {
      const { id, email: address, loginId } = await client(w)
      const other = await invited(w, address)
      await post(w, 'accept-invite', { body: { token: await w.token(other, 'invite'), password: WRONG }, fails: true })
      return { actor: 'nobody', payer: id, data: { login: loginId } }
    },
  },
  login_locked: {
    'the password': async (w) => {
      const { id, email: address, loginId } = await client(w)
      for (let at = 0; at < 10; at += 1) await countAttempt(w.host.payload, 'login', [address, ''])
      await w.mark()
      await Promise.all([1, 2, 3].map(() => logIn(w, { address, fails: true })))
      return { actor: 'nobody', payer: id, data: { login: loginId } }
    },
    'the password that is asked for once more': async (w) => {
      const { id, headers, loginId } = await client(w)
      for (let at = 0; at < 10; at += 1) await countAttempt(w.host.payload, 'changePassword', [loginId])
      await w.mark()
      const body = { currentPassword: WRONG, password: NEXT }
      await Promise.all([1, 2, 3].map(() => post(w, 'change-password', { body, headers, fails: true })))
      return { actor: 'nobody', payer: id, data: { login: loginId } }
    },
    'the second factor': async (w) => {
      const { payerWithTotp, challengeOf } = factorCalls(() => w.host)
      const { id, email: address, loginId } = await payerWithTotp()
      const challenge = await challengeOf(address)
      // Adding the factor was the first.
      for (let at = 1; at < 10; at += 1) await countAttempt(w.host.payload, 'secondFactor', [loginId])
      await w.mark()
      for (const code of ['000000', '000001'])
        await post(w, 'second-factor', { body: { challenge, code }, fails: true })
      return { actor: 'nobody', payer: id, data: { login: loginId } }
    },
  },
  login_unlocked: { REST: staffDoor('unlock') },
  payer_switched: {
    REST: async (w) => {
      const { id, headers, loginId } = await client(w)
      const other = await w.payer({ loginAccess: true })
      await w.query(`update payer_portal_people set login_id = $2 where payer_id = $1`, [other, loginId])
      await w.mark()
      await post(w, 'switch', { body: { payer: other }, headers: { ...headers, 'x-payer': String(id) } })
      return { actor: await w.personOf(other), payer: other, data: { from: id } }
    },
  },
  sessions_ended: {
    'by staff': staffDoor('sessions', { method: 'DELETE', data: { count: 1 } }),
    'the own other ones': async (w) => {
      const { id, email: address, headers, actor } = await client(w)
      await logIn(w, { address })
      await w.mark()
      await w.call('/api/payers/sessions', { method: 'DELETE', headers })
      return { actor, payer: id, data: { count: 1 } }
    },
  },
}

const invites: AuditDoors = {
  login_access_on: {
    ...switching(true),
    'bulk invite': access(true, (w, id) => w.byStaff('/api/payers/invite', 'POST', { ids: [id], switchOn: true })),
  },
  login_access_off: switching(false),
  login_deleted: { REST: staffDoor('login', { method: 'DELETE' }) },
  invite: {
    REST: async (w) => {
      const payer = await invited(w)
      await w.byStaff(`/api/payers/${payer}/invite`)
      return { actor: 'staff', payer }
    },
    'bulk invite': async (w) => {
      const payer = await invited(w)
      await w.byStaff('/api/payers/invite', 'POST', { ids: [payer] })
      return { actor: 'staff', payer }
    },
  },
  invite_accepted: {
    link: async (w) => {
      const payer = await invited(w)
      await post(w, 'accept-invite', { body: { token: await w.token(payer, 'invite'), password: PASSWORD } })
      return { actor: await w.personOf(payer), payer }
    },
  },
}

const passwords: AuditDoors = {
  reset_password: { REST: staffDoor('reset-password') },
  password_forgotten: {
    'the login page': async (w) => {
      const { id, email: address, loginId } = await client(w)
      await w.mark()
      await post(w, 'forgot-password', { body: { email: address } })
      await w.host.jobs()
      return { actor: 'nobody', payer: id, data: { login: loginId } }
    },
  },
  password_reset: {
    link: async (w) => {
      const { id, actor } = await client(w)
      await w.byStaff(`/api/payers/${id}/reset-password`, 'POST', {})
      await w.mark()
      await post(w, 'reset-password', { body: { token: await w.token(id, 'reset'), password: NEXT } })
      return { actor, payer: id }
    },
  },
  password_changed: {
    'the profile': async (w) => {
      const { id, headers, actor } = await client(w)
      await w.mark()
      await post(w, 'change-password', { body: { currentPassword: PASSWORD, password: NEXT }, headers })
      return { actor, payer: id }
    },
  },
}

/** A change of the own second factors by somebody who has one. */
const factorDoor = (
  act: (w: AuditWorld, given: { headers: Record<string, string>; factor: number }) => Promise<unknown>,
): Record<string, AuditDoor> => ({
  'the profile': async (w) => {
    const { id, headers, loginId } = await factorCalls(() => w.host).payerWithTotp()
    const [factor] = await w.query('select id from payer_portal_factors where login_id = $1', [loginId])
    await w.mark()
    await act(w, { headers, factor: factor.id })
    return { actor: await w.personOf(id), payer: id, data: { login: loginId } }
  },
})

const body = { currentPassword: PASSWORD }
const factors: AuditDoors = {
  second_factor_added: {
    'the profile': async (w) => {
      const payer = await client(w)
      await w.mark()
      await factorCalls(() => w.host).addTotp(payer)
      return { actor: payer.actor, payer: payer.id, data: { login: payer.loginId, kind: 'totp' } }
    },
  },
  second_factor_renamed: factorDoor((w, { headers, factor }) =>
    w.call(`/api/payers/second-factor/${factor}`, { method: 'PATCH', headers, body: { ...body, name: 'Phone' } }),
  ),
  second_factor_removed: factorDoor((w, { headers, factor }) =>
    w.call(`/api/payers/second-factor/${factor}`, { method: 'DELETE', headers, body }),
  ),
  second_factor_codes: factorDoor((w, { headers }) => post(w, 'second-factor/recovery-codes', { body, headers })),
  second_factor_cleared: {
    REST: async (w) => {
      const { id } = await factorCalls(() => w.host).payerWithTotp()
      await w.mark()
      await w.byStaff(`/api/payers/${id}/second-factor`, 'DELETE', {})
      return { actor: 'staff', payer: id }
    },
  },
  password_refused: wrongPasswordDoors({
    'for another password': ['POST', 'payers/change-password', { password: NEXT }],
    'for another email': ['POST', 'payers/change-email', { email: 'elsewhere@example.test' }],
    'for a second factor': ['POST', 'payers/second-factor/totp', {}],
    'for other recovery codes': ['POST', 'payers/second-factor/recovery-codes', {}],
    'for another person': ['POST', 'portal/people', { email: 'person@example.test', name: 'Somebody', role: 'view' }],
  }),
  second_factor_failed: {
    'logging in': async (w) => {
      const { payerWithTotp, challengeOf } = factorCalls(() => w.host)
      const { id, email: address, loginId } = await payerWithTotp()
      const challenge = await challengeOf(address)
      await w.mark()
      await post(w, 'second-factor', { body: { challenge, code: '000000' }, fails: true })
      return { actor: 'nobody', payer: id, data: { login: loginId } }
    },
    'adding one': async (w) => {
      const { id, headers, loginId } = await client(w)
      const { challenge } = (await post(w, 'second-factor/totp', { body, headers })).body
      await w.mark()
      await post(w, 'second-factor/totp/confirm', { body: { challenge, code: '000000' }, headers, fails: true })
      return { actor: 'nobody', payer: id, data: { login: loginId } }
    },
  },
}

async function asked(w: AuditWorld) {
  const payer = await client(w)
  await w.mark()
  await post(w, 'change-email', { body: { email: email(), currentPassword: PASSWORD }, headers: payer.headers })
  return payer
}

async function confirmed(w: AuditWorld) {
  const payer = await asked(w)
  await post(w, 'confirm-email', { body: { token: await w.token(payer.id, 'email') } })
  await w.mark()
  return payer
}

const emails: AuditDoors = {
  change_email: {
    'of a login': async (w) => {
      const { id } = await client(w)
      await w.mark()
      await w.byStaff(`/api/payers/${id}/change-email`, 'POST', { email: email() })
      return { actor: 'staff', payer: id, data: { state: 'confirming' } }
    },
    'of an open invite': async (w) => {
      const payer = await invited(w)
      await w.byStaff(`/api/payers/${payer}/change-email`, 'POST', { email: email() })
      return { actor: 'staff', payer, data: { state: 'invited' } }
    },
  },
  email_change_asked: {
    'the profile': async (w) => {
      const { id, actor } = await asked(w)
      return { actor, payer: id }
    },
  },
  email_change_canceled: {
    'the profile': async (w) => {
      const { id, headers, actor } = await asked(w)
      await w.mark()
      await w.call('/api/payers/change-email', { method: 'DELETE', headers })
      return { actor, payer: id }
    },
    staff: async (w) => {
      const { id } = await asked(w)
      await w.mark()
      await w.byStaff(`/api/payers/${id}/change-email`, 'DELETE', {})
      return { actor: 'staff', payer: id }
    },
  },
  email_changed: {
    link: async (w) => {
      const { id, actor } = await asked(w)
      const token = await w.token(id, 'email')
      await w.mark()
      await post(w, 'confirm-email', { body: { token } })
      return { actor, payer: id, data: { how: 'move', scope: 'login' } }
    },
  },
  email_undone: {
    link: async (w) => {
      const { id, actor } = await confirmed(w)
      await post(w, 'undo-email', { body: { token: await w.token(id, 'undo_email') } })
      return { actor, payer: id }
    },
    staff: async (w) => {
      const { id } = await confirmed(w)
      await w.byStaff(`/api/payers/${id}/undo-email`, 'POST', {})
      return { actor: 'staff', payer: id }
    },
  },
}

type Further = { person: number; payer: number }
type Prepare = (w: AuditWorld, payer: number) => Promise<number | null>
type Act = {
  path: (person: number | null) => string
  method: string
  body?: unknown
  data: (person: number | null) => object
}

/** A change of a payer's people by the staff's and by the payer's own door. */
const peopleDoors = (prepare: Prepare, { path, method, body: given, data }: Act): Record<string, AuditDoor> => ({
  staff: async (w) => {
    const { id } = await client(w)
    const person = await prepare(w, id)
    await w.mark()
    await w.byStaff(`/api/payers/${id}/people${path(person)}`, method, given ?? {})
    return { actor: 'staff', payer: id, data: data(person) }
  },
  'the payer': async (w) => {
    const { id, headers, actor } = await client(w)
    const person = await prepare(w, id)
    await w.mark()
    await w.call(`/api/portal/people${path(person)}`, { method, headers, body: given ?? {} })
    return { actor, payer: id, data: data(person) }
  },
})

const withLogin: Prepare = async (w, payer) => (await loginPerson(w.host, { payer, role: 'view' })).person
const withInvite: Prepare = async (w, payer): Promise<Further['person']> => {
  const [row] = await w.query(
    `insert into payer_portal_people (payer_id, email, role) values ($1, $2, 'view') returning id`,
    [payer, email()],
  )
  return row.id
}
const nobody: Prepare = () => Promise.resolve(null)
const onPerson = (person: number | null) => ({ person })

const people: AuditDoors = {
  person_added: peopleDoors(nobody, {
    path: () => '',
    method: 'POST',
    body: { email: 'further@example.test', role: 'pay', currentPassword: PASSWORD },
    data: () => ({ role: 'pay' }),
  }),
  person_changed: peopleDoors(withLogin, {
    path: (person) => `/${person}`,
    method: 'PATCH',
    body: { role: 'pay' },
    data: (person) => ({ person, before: { role: 'view' }, after: { role: 'pay' }, fields: ['role'] }),
  }),
  person_removed: peopleDoors(withLogin, { path: (person) => `/${person}`, method: 'DELETE', data: onPerson }),
  person_invited: peopleDoors(withInvite, { path: (person) => `/${person}/invite`, method: 'POST', data: onPerson }),
  person_reset: peopleDoors(withLogin, {
    path: (person) => `/${person}/reset-password`,
    method: 'POST',
    data: onPerson,
  }),
  person_factor_cleared: {
    staff: async (w) => {
      const { id } = await client(w)
      const { addTotp } = factorCalls(() => w.host)
      const further = await loginPerson(w.host, { payer: id, role: 'pay' })
      await addTotp(further)
      await w.mark()
      await w.byStaff(`/api/payers/${id}/people/${further.person}/second-factor`, 'DELETE', {})
      return { actor: 'staff', payer: id, data: { person: further.person } }
    },
  },
}

/** What is done to logins: sessions, invites, passwords, second factors, emails, people. */
export const loginDoors: AuditDoors = { ...sessions, ...invites, ...passwords, ...factors, ...emails, ...people }

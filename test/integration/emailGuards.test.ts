import { poolOf } from '../../src/base/database.ts'
import { type LoggedInPayer, loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import type { Host } from '../helpers/host/bootHost.ts'
import { bootMailHost, type MailHost } from '../helpers/mailHost.ts'
import { linkToken } from '../helpers/mailInbox.ts'
import { payerCalls } from '../helpers/payerCalls.ts'

const codeOf = (answer: { body: Record<string, any> }) => answer.body.errors?.[0].data?.code

describe('what guards a change of the email', () => {
  let mailHost: MailHost
  let host: Host
  const { post, meOf } = payerCalls(() => host)
  beforeAll(async () => {
    mailHost = await bootMailHost()
    host = mailHost.host
  })
  afterAll(() => mailHost.close())

  const asStaff = (path: string, method: string, body?: unknown) =>
    host.call(`/api/payers/${path}`, { method, body, headers: mailHost.staff })
  const as = (payer: LoggedInPayer, path: string, ...[method = 'GET', body]: [method?: string, body?: unknown]) =>
    host.call(`/api/${path}`, { method, body, headers: payer.headers })

  async function asked(name: string) {
    const payer = await loginPayer(host, { email: `${name}-old@example.test` })
    const next = `${name}-new@example.test`
    expect((await as(payer, 'payers/change-email', 'POST', { email: next, currentPassword: PASSWORD })).status).toBe(
      200,
    )
    return { payer, next, token: linkToken((await mailHost.mailsTo(next)).at(-1)) }
  }

  it('A-06 the payer gives the current password, and an address of somebody else of the payer is refused', async () => {
    const payer = await loginPayer(host)
    const change = (email: unknown, currentPassword: unknown) =>
      as(payer, 'payers/change-email', 'POST', { email, currentPassword })
    expect(codeOf(await change('x-new@example.test', 'Not-the-password-1'))).toBe('password_wrong')
    expect(codeOf(await change(payer.email, PASSWORD))).toBe('bad_request')
    for (const email of ['', 'x', null, ['a@b.test'], 'a@b.test\r\nBcc: c@d.test'])
      expect((await change(email, PASSWORD)).status).toBe(400)
    await poolOf(host.payload).query(
      `insert into payer_portal_people (payer_id, email, role) values ($1, 'view@example.test', 'view')`,
      [payer.id],
    )
    expect(codeOf(await change('View@example.test', PASSWORD))).toBe('person_exists')
    expect(codeOf(await asStaff(`${payer.id}/change-email`, 'POST', { email: 'view@example.test' }))).toBe(
      'person_exists',
    )
    expect((await post('change-email', { email: 'a@b.test', currentPassword: PASSWORD })).status).toBe(401)
  })

  it.each(['staff', 'payer'])('A-06 %s see a change that waits and cancel it; the link is dead', async (who) => {
    const { payer, next, token } = await asked(`cancel-${who}`)
    expect((await as(payer, 'payers/change-email')).body).toMatchObject({
      pending: { email: next, scope: 'login' },
      changed: null,
    })
    expect((await asStaff(`${payer.id}/login`, 'GET')).body).toMatchObject({
      alsoActsFor: [],
      pendingEmail: { email: next },
    })
    const cancel = () =>
      who === 'staff' ? asStaff(`${payer.id}/change-email`, 'DELETE') : as(payer, 'payers/change-email', 'DELETE')
    expect((await cancel()).status).toBe(200)
    expect(codeOf(await cancel())).toBe('email_change_missing')
    expect(codeOf(await post('confirm-email', { token }))).toBe('token_invalid')
    expect((await as(payer, 'payers/change-email')).body.pending).toBeNull()
    expect((await meOf(payer.headers)).email).toBe(payer.email)
  })

  it('A-06 while a change can be undone methods are frozen and no further change is taken; staff put it back', async () => {
    const { payer, next, token } = await asked('frozen')
    expect((await as(payer, 'portal/payment-methods')).body.frozenUntil).toBeNull()
    expect((await post('confirm-email', { token })).status).toBe(200)
    const { token: session } = (await post('login', { email: next, password: PASSWORD })).body
    const moved = { ...payer, headers: { authorization: `JWT ${session}` } }
    const { rows } = await poolOf(host.payload).query(
      `insert into payer_portal_payment_methods (payer_id, gateway_id, type, consent_login_id, consent_version, consent_at) values ($1, 'pm_frozen', 'card', $2, '1', now()) returning id`,
      [payer.id, payer.loginId],
    )
    const method = `portal/payment-methods/${rows[0].id}`
    const attempts = () =>
      Promise.all([
        as(moved, method, 'PATCH', { default: true }),
        as(moved, method, 'PATCH', { consent: true }),
        as(moved, method, 'DELETE'),
        as(moved, 'portal/payment-methods', 'POST', { confirmationToken: 'ctoken_abcdefgh', consent: true }),
      ])
    expect((await attempts()).map((answer) => [answer.status, codeOf(answer)])).toEqual(
      Array(4).fill([409, 'payment_methods_frozen']),
    )
    expect((await as(moved, 'portal/payment-methods')).body.frozenUntil).not.toBeNull()
    expect(
      codeOf(
        await as(moved, 'payers/change-email', 'POST', { email: 'third@example.test', currentPassword: PASSWORD }),
      ),
    ).toBe('email_change_open')
    expect(codeOf(await asStaff(`${payer.id}/change-email`, 'POST', { email: 'third@example.test' }))).toBe(
      'email_change_open',
    )
    expect((await asStaff(`${payer.id}/undo-email`, 'POST')).status).toBe(200)
    expect(await meOf(moved.headers)).toBeNull()
    const { body } = await asStaff(String(payer.id), 'GET')
    expect(body.email).toBe(payer.email)
    const undo = linkToken((await mailHost.mailsTo(payer.email)).find(({ subject }) => subject.includes('was changed')))
    expect(codeOf(await post('undo-email', { token: undo }))).toBe('token_invalid')
    const frozen = await poolOf(host.payload).query(
      `select 1 from payer_portal_email_changes where payer_id = $1 and undone_at is null`,
      [payer.id],
    )
    expect(frozen.rows).toEqual([])
  })

  it('A-06 confirming against a suspension or a plain edit leaves one of both, never a mixture', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { payer, next, token } = await asked(`race-${round}`)
      const other = round % 2 ? { loginAccess: false } : { email: `edit-${round}@example.test` }
      const [confirmed, edited] = await Promise.all([
        post('confirm-email', { token }),
        asStaff(String(payer.id), 'PATCH', other),
      ])
      const { rows } = await poolOf(host.payload).query(
        `select p.email, m.email as person, l.email as login from payers p left join payer_portal_people m on m.payer_id = p.id and m.role = 'owner' left join payer_portal_logins l on l.id = m.login_id where p.id = $1`,
        [payer.id],
      )
      if (round % 2) {
        expect([edited.status, rows[0].person]).toEqual([200, null])
        expect((await post('login', { email: next, password: PASSWORD })).status).toBe(401)
      } else {
        expect([edited.status, edited.body.errors[0].data.errors[0].path]).toEqual([400, 'email'])
        expect([confirmed.status, rows[0]]).toEqual([200, { email: next, person: next, login: next }])
      }
      expect((await post('login', { email: payer.email, password: PASSWORD })).status).toBe(401)
    }
  })

  it('A-06 of two undos and a second confirm at the same moment one undo counts', async () => {
    const { payer, next, token } = await asked('twice')
    expect(
      (await Promise.all([post('confirm-email', { token }), post('confirm-email', { token })]))
        .map(({ status }) => status)
        .sort(),
    ).toEqual([200, 400])
    const undo = linkToken((await mailHost.mailsTo(payer.email)).at(-1))
    const answers = await Promise.all([post('undo-email', { token: undo }), post('undo-email', { token: undo })])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
    expect((await post('login', { email: next, password: PASSWORD })).status).toBe(401)
  })

  it('an invite to an address with a login asks for its password, and keeps it', async () => {
    const first = await loginPayer(host, { email: 'two@example.test' })
    const second = Number(
      (
        await host.payload.create({
          collection: 'payers',
          data: { email: 'two@example.test', loginAccess: true },
          overrideAccess: true,
        })
      ).id,
    )
    const token = linkToken((await mailHost.mailsTo('two@example.test')).at(-1))
    expect((await post('inspect-link', { token })).body).toEqual({
      purpose: 'invite',
      email: 'two@example.test',
      hasLogin: true,
      needsPassword: false,
    })
    expect(codeOf(await post('accept-invite', { token, password: 'Stranger-portal-1!' }))).toBe('password_wrong')
    const { body } = await post('accept-invite', { token, password: PASSWORD })
    expect(body.user.id).toBe(second)
    expect((await meOf(first.headers)).id).toBe(first.id)
    expect((await asStaff(`${first.id}/login`, 'GET')).body.alsoActsFor).toMatchObject([{ id: second }])
    expect(codeOf(await post('inspect-link', { token }))).toBe('token_invalid')
  })

  it('says of a reset link before a password is typed whether it still works, and leaves it good', async () => {
    const payer = await loginPayer(host)
    await post('forgot-password', { email: payer.email })
    const token = linkToken((await mailHost.mailsTo(payer.email)).at(-1))
    const open = { purpose: 'reset', email: payer.email, hasLogin: true, needsPassword: true }
    expect((await post('inspect-link', { token })).body).toEqual(open)
    expect((await post('inspect-link', { token })).body).toEqual(open)
    expect((await post('reset-password', { token, password: 'Another-portal-1!' })).status).toBe(200)
    expect(codeOf(await post('inspect-link', { token }))).toBe('token_invalid')
  })

  it('A-15 A-05 a payer sees and ends the sessions of the own login, and nobody else’s', async () => {
    const payer = await loginPayer(host)
    const stranger = await loginPayer(host)
    const other = (
      await post(
        'login',
        { email: payer.email, password: PASSWORD },
        { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0' },
      )
    ).body.token
    const { docs } = (await as(payer, 'payers/sessions')).body
    expect(docs).toHaveLength(2)
    expect(docs[0]).toMatchObject({ isCurrent: true })
    expect(docs[1]).toMatchObject({ isCurrent: false, device: 'Firefox on Windows' })
    expect(codeOf(await as(stranger, `payers/sessions/${docs[1].id}`, 'DELETE'))).toBe('session_not_found')
    expect((await as(payer, `payers/sessions/${docs[1].id}`, 'DELETE')).status).toBe(200)
    expect(await meOf({ authorization: `JWT ${other}` })).toBeNull()
    const third = (await post('login', { email: payer.email, password: PASSWORD })).body.token
    expect((await as(payer, 'payers/sessions', 'DELETE')).status).toBe(200)
    expect(await meOf({ authorization: `JWT ${third}` })).toBeNull()
    expect((await meOf(payer.headers)).id).toBe(payer.id)
    expect((await meOf(stranger.headers)).id).toBe(stranger.id)
    expect((await post('sessions')).status).toBeGreaterThanOrEqual(400)
  })
})

import { poolOf } from '../../src/base/database.ts'
import { loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import { type EmailChangeCase, emailChangeCases } from '../helpers/emailChangeCases.ts'
import type { Host } from '../helpers/host/bootHost.ts'
import { bootMailHost, type MailHost } from '../helpers/mailHost.ts'
import { linkToken } from '../helpers/mailInbox.ts'
import { payerCalls } from '../helpers/payerCalls.ts'

const OTHER_PASSWORD = 'Other-portal-2026!'
const CHOSEN = 'Chosen-portal-2026!'

describe('A-06 the table of email changes in docs/logins.md', () => {
  let mailHost: MailHost
  let host: Host
  const { post, meOf } = payerCalls(() => host)
  beforeAll(async () => {
    mailHost = await bootMailHost()
    host = mailHost.host
  })
  afterAll(() => mailHost.close())

  const create = async (data: Record<string, unknown>): Promise<number> =>
    Number((await host.payload.create({ collection: 'payers', data: data as never, overrideAccess: true })).id)

  /** The records that an address sees with a password, as `/me` lists them; null when it cannot log in. */
  async function seenBy(email: string, password: string): Promise<number[] | null> {
    const entered = await post('login', { email, password })
    if (entered.status !== 200) return null
    const headers = { authorization: `JWT ${entered.body.token}` }
    return (await host.call('/api/payers/me', { headers })).body.payers.map(({ id }: { id: number }) => id)
  }

  const NEW: Record<EmailChangeCase['newAddress'], (email: string) => Promise<number[]>> = {
    nothing: async () => [],
    'a record': async (email) => [await create({ email })],
    'an open invite': async (email) => [await create({ email, loginAccess: true })],
    'a login': async (email) => [(await loginPayer(host, { email, password: OTHER_PASSWORD })).id],
  }

  async function prepare(row: EmailChangeCase) {
    const email = `old-${row.case}@example.test`
    const next = `new-${row.case}@example.test`
    const first = await loginPayer(host, { email })
    const rest = row.actsFor === 'several payers' ? [(await loginPayer(host, { email })).id] : []
    const others = await NEW[row.newAddress](next)
    // The mails of a new invite or an earlier case do not count against the cool-down.
    await mailHost.mailsTo(next)
    await poolOf(host.payload).query(
      `update payer_portal_mails set sent_at = now() - interval '2 hours', created_at = now() - interval '2 hours'`,
    )
    const session = (await post('login', { email, password: PASSWORD })).body.token
    const headers = { authorization: `JWT ${session}`, 'x-payer': String(first.id) }
    const asked =
      row.askedBy === 'staff'
        ? await host.call(`/api/payers/${first.id}/change-email`, {
            method: 'POST',
            body: { email: next },
            headers: mailHost.staff,
          })
        : await post('change-email', { email: next, currentPassword: PASSWORD }, headers)
    expect([asked.status, asked.body.state]).toEqual([200, 'confirming'])
    const token = linkToken((await mailHost.mailsTo(next)).at(-1))
    return { email, next, first: first.id, rest, others, headers, token }
  }

  async function confirm(row: EmailChangeCase, token: string) {
    const inspected = await post('inspect-link', { token })
    expect(inspected.body).toMatchObject({ purpose: 'email', needsPassword: row.password === 'chosen' })
    if (row.password !== 'chosen') return post('confirm-email', { token })
    expect((await post('confirm-email', { token })).body.errors[0].data.code).toBe('password_required')
    expect((await post('confirm-email', { token, password: 'short' })).body.errors[0].data.code).toBe('password_weak')
    return post('confirm-email', { token, password: CHOSEN })
  }

  const emailsOf = async (ids: number[]) =>
    (await poolOf(host.payload).query('select id, email from payers where id = any($1) order by id', [ids])).rows

  it.each(emailChangeCases())('case $case: asked by $askedBy, $actsFor, $newAddress: $how', async (row) => {
    const { email, next, first, rest, others, headers, token } = await prepare(row)
    const before = await emailsOf(others)
    expect(await seenBy(email, PASSWORD)).toEqual([first, ...rest])
    expect((await mailHost.mailsTo(email)).at(-1)?.subject).toContain('was asked for')
    expect((await confirm(row, token)).status).toBe(200)

    const moved = row.who === 'that record' ? [first] : [first, ...rest]
    const stayed = row.who === 'that record' ? rest : []
    const linked = row.how === 'joins' ? [...moved, ...others].sort((a, b) => a - b) : moved
    const password = { kept: PASSWORD, chosen: CHOSEN, 'of the other login': OTHER_PASSWORD }[row.password]
    expect(await meOf(headers)).toBeNull()
    expect(await seenBy(next, password)).toEqual(linked)
    expect(await seenBy(email, PASSWORD)).toEqual(row.oldLogin === 'stays for the others' ? stayed : null)
    expect(await emailsOf(moved)).toEqual(moved.map((id) => ({ id, email: next })))
    expect(await emailsOf(stayed)).toEqual(stayed.map((id) => ({ id, email })))
    expect(await emailsOf(others)).toEqual(before)
    const { rows } = await poolOf(host.payload).query(
      'select payer_id from payer_portal_email_changes where old_email = $1 and confirmed_at is not null and undo_until > now() order by 1',
      [email],
    )
    expect(rows.map(({ payer_id }) => payer_id)).toEqual(moved)

    const undo = linkToken((await mailHost.mailsTo(email)).at(-1))
    expect((await post('undo-email', { token: undo })).status).toBe(200)
    expect((await post('undo-email', { token: undo })).status).toBe(400)
    expect(await emailsOf([first, ...rest])).toEqual([first, ...rest].map((id) => ({ id, email })))
    expect(await emailsOf(others)).toEqual(before)
    expect(await seenBy(next, password)).toEqual(row.newAddress === 'a login' ? others : null)
    expect(await seenBy(email, PASSWORD)).toBeNull()
    const reset = linkToken((await mailHost.mailsTo(email)).at(-1))
    expect((await post('reset-password', { token: reset, password: 'Again-portal-2026!' })).status).toBe(200)
    expect(await seenBy(email, 'Again-portal-2026!')).toEqual([first, ...rest])
  })
})

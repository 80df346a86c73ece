import { createHmac } from 'node:crypto'
import { poolOf, withTransaction } from '../../src/base/database.ts'
import { mailPayer } from '../../src/payments/mailPayer.ts'
import { loginPayer } from '../factories/loginPayer.ts'
import type { Host } from '../helpers/host/bootHost.ts'
import { bootMailHost, type MailHost } from '../helpers/mailHost.ts'

const SECRET = 'a-secret-of-the-mail-provider-0123456789'

describe('what becomes of mails, and who gets them', () => {
  let mailHost: MailHost
  let host: Host
  beforeAll(async () => {
    mailHost = await bootMailHost({ portal: { mailWebhookSecret: SECRET } })
    host = mailHost.host
  })
  afterAll(() => mailHost.close())

  const staffCall = (method: string, path: string, body?: unknown) =>
    host.call(`/api${path}`, { method, headers: mailHost.staff, ...(body === undefined ? {} : { body }) })
  const sign = (body: string, at = Math.floor(Date.now() / 1000), secret = SECRET) =>
    `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`
  const report = (body: string, signature: string) =>
    host.call('/api/portal/webhooks/mail', { method: 'POST', body, headers: { 'x-mail-signature': signature } })

  it('a signed report shows the problem on the payer, a repeat changes nothing, a delivery clears it', async () => {
    const created = await staffCall('POST', '/payers', { email: 'gone@example.test', loginAccess: true })
    const { id } = created.body.doc
    await mailHost.mailsTo('gone@example.test')
    const problem = async () => (await staffCall('GET', `/payers/${id}`)).body
    const { rows } = await poolOf(host.payload).query('select message_id from payer_portal_mails where payer_id = $1', [
      id,
    ])
    const event = { type: 'bounced', messageId: `<${rows[0]?.message_id}@firm.test>`, recipient: 'Gone@example.test' }
    const bounced = JSON.stringify({ events: [{ ...event, reason: '550 no such user' }] })
    const signature = sign(bounced)
    expect((await report(bounced, signature)).body).toEqual({ received: true, repeated: false })
    expect(await problem()).toMatchObject({
      mailProblem: '550 no such user',
      invite: { status: 'failed', error: '550 no such user' },
    })
    const delivered = JSON.stringify({ events: [{ type: 'delivered', recipient: 'gone@example.test' }] })
    expect((await report(delivered, sign(delivered))).status).toBe(200)
    expect((await problem()).mailProblem).toBeNull()
    expect((await report(bounced, signature)).body).toEqual({ received: true, repeated: true })
    expect((await problem()).mailProblem).toBeNull()
  })

  it('refuses a report that is unsigned, wrongly signed, altered, old, of the future or of another form', async () => {
    const body = JSON.stringify({ events: [{ type: 'bounced', recipient: 'gone@example.test' }] })
    const now = Math.floor(Date.now() / 1000)
    const cases: [string, string][] = [
      [body, ''],
      [body, 'v1=abc'],
      [body, sign(body, now, 'x'.repeat(40))],
      [`${body} `, sign(body)],
      [body, sign(body, now - 301)],
      [body, sign(body, now + 400)],
    ]
    for (const [sent, signature] of cases)
      expect((await report(sent, signature)).body.errors[0].data.code).toBe('signature_invalid')
    for (const bad of ['[]', '{', '{"events":[{}]}', '{"events":[{"type":"opened","recipient":"a@b.test"}]}'])
      expect((await report(bad, sign(bad))).body.errors[0].data.code).toBe('bad_request')
  })

  it('a receipt goes to the person who paid, the owner and the further addresses, one mail to each', async () => {
    const owner = await loginPayer(host)
    const saved = await staffCall('PATCH', `/payers/${owner.id}`, {
      receiptEmails: [' Books@Example.test', 'books@example.test', owner.email.toUpperCase()],
    })
    expect(saved.body.doc.receiptEmails).toEqual(['books@example.test', owner.email])
    expect((await staffCall('PATCH', `/payers/${owner.id}`, { receiptEmails: ['a\r\nb@c.test'] })).status).toBe(400)
    const payer = await loginPayer(host, { email: 'paid@example.test' })
    const { rows } = await poolOf(host.payload).query<{ id: number }>(
      `insert into transactions (reference, kind, status, payer_id, channel, amount, currency, account) values ('P-R1', 'payment', 'succeeded', $1, 'portal', 100, 'usd', 'operating-ny') returning id`,
      [owner.id],
    )
    const id = rows[0]?.id ?? 0
    await poolOf(host.payload).query(
      `insert into payer_portal_gateway_payments (transaction_id, login_id, lease_until, expires_at) values ($1, $2, 'infinity', now())`,
      [id, payer.loginId],
    )
    const tell = () =>
      withTransaction(host.payload, (tx) => mailPayer(tx, { payment: { id, payer: owner.id }, kind: 'receipt' }))
    await tell()
    await tell()
    const counts = []
    for (const email of [owner.email, 'paid@example.test', 'books@example.test'])
      counts.push((await mailHost.mailsTo(email)).length)
    expect(counts).toEqual([1, 1, 1])
    const [copy] = await mailHost.mailsTo('books@example.test')
    expect(copy?.text).not.toContain('/portal')
    expect((await mailHost.mailsTo('paid@example.test'))[0]?.text).toContain('/portal/payments')
  })

  it('A-12 many payers are invited at once with a result for each, and 100 more calls send one address no second mail', async () => {
    const off = (await staffCall('POST', '/payers', { email: 'bulk-off@example.test' })).body.doc.id
    const on = (await staffCall('POST', '/payers', { email: 'bulk-on@example.test', loginAccess: true })).body.doc.id
    const linked = (await loginPayer(host)).id
    const invite = (body: unknown) => staffCall('POST', '/payers/invite', body)
    const ids = [off, on, linked, 2_000_000_000]
    const of = (answer: { body: any }) => answer.body.results.map(({ result }: { result: string }) => result)
    expect(of(await invite({ ids }))).toEqual(['access_off', 'cooldown', 'has_login', 'not_found'])
    expect(of(await invite({ ids, switchOn: true }))).toEqual(['invited', 'cooldown', 'has_login', 'not_found'])
    for (const bad of [[], 'x', [0], ['a'], Array.from({ length: 101 }, (_, at) => at + 1)])
      expect((await invite({ ids: bad })).status).toBe(400)
    await Promise.all(Array.from({ length: 100 }, () => invite({ ids: [off], switchOn: true })))
    expect(await mailHost.mailsTo('bulk-off@example.test')).toHaveLength(1)
  })

  it('A-12 one member of staff causes at most 500 mails with a link in an hour', async () => {
    const { rows } = await poolOf(host.payload).query<{ id: number }>('select id from users limit 1')
    await poolOf(host.payload).query(
      `insert into audit_log (actor_collection, actor_id, action, created_at, updated_at) select 'users', $1, 'invite', now(), now() from generate_series(1, 500)`,
      [String(rows[0]?.id)],
    )
    const payer = (await staffCall('POST', '/payers', { email: 'limit@example.test' })).body.doc.id
    expect((await staffCall('PATCH', `/payers/${payer}`, { loginAccess: true })).status).toBe(429)
    expect(await mailHost.mailsTo('limit@example.test')).toHaveLength(0)
  })
})

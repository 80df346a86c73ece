import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { smtpAdapter } from 'payload-plugin-payer-portal/mail'
import { poolOf, withTransaction } from '../../src/base/database.ts'
import { enqueueMail } from '../../src/mail/enqueueMail.ts'
import { renderMail } from '../../src/mail/renderMail.ts'
import { sendMail } from '../../src/mail/sendMail.ts'
import { loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { SERVER_URL } from '../helpers/host/hostConfig.ts'
import { loginStaff } from '../helpers/loginStaff.ts'
import { bootMailHost, type MailHost } from '../helpers/mailHost.ts'
import { linkToken } from '../helpers/mailInbox.ts'
import { runJobs } from '../helpers/mailJobs.ts'

const lexical = (text: string) => ({
  root: {
    type: 'root',
    format: '' as const,
    indent: 0,
    version: 1,
    direction: 'ltr' as const,
    children: [
      {
        type: 'paragraph',
        format: '',
        indent: 0,
        version: 1,
        direction: 'ltr',
        children: [{ type: 'text', text, format: 1, style: '', mode: 'normal', detail: 0, version: 1 }],
      },
    ],
  },
})

/** A transaction as the payment service leaves it. */
async function insertPayment(host: Host, payer: number, reference: string): Promise<number> {
  const pool = poolOf(host.payload)
  const { rows } = await pool.query<{ id: number }>(
    `insert into transactions (reference, kind, status, payer_id, channel, amount, currency, account, method_type, method_brand, method_last4, settled_at)
     values ($1, 'payment', 'succeeded', $2, (enum_range(null::enum_transactions_channel))[1], 150050, 'usd', 'operating-ny', 'card', 'visa', '4242', '2026-03-02T03:30:00Z') returning id`,
    [reference, payer],
  )
  const id = rows[0]?.id ?? 0
  for (const [order, [number, amount]] of [
    ['1001', 100000],
    ['1002', 50050],
  ].entries()) {
    const invoice = await pool.query<{ id: number }>(
      `insert into invoices (source, external_id, number, currency, total, balance, status, account) values ('test', $1, $1, 'usd', $2, $2, 'open', 'operating-ny') returning id`,
      [`${reference}-${number}`, amount],
    )
    await pool.query(
      `insert into transactions_allocations (_order, _parent_id, id, invoice_id, invoice_number, amount) values ($1, $2, $3, $4, $5, $6)`,
      [order + 1, id, `${reference}-${order}`, invoice.rows[0]?.id, number, amount],
    )
  }
  return id
}

describe('mails', () => {
  let mailHost: MailHost
  let host: Host
  beforeAll(async () => {
    mailHost = await bootMailHost()
    host = mailHost.host
  })
  afterAll(() => mailHost.close())

  const mailsTo = async (email: string) => {
    await runJobs(host.payload)
    return mailHost.inbox.mailsTo(email)
  }
  const settings = (data: Record<string, unknown>) =>
    host.payload.updateGlobal({ slug: 'portal-settings', data, overrideAccess: true })

  it('A-14 links use the configured address and the portal, whatever the caller says its host is', async () => {
    const payer = await loginPayer(host)
    const evil = {
      host: 'evil.test',
      'x-forwarded-host': 'evil.test',
      'x-forwarded-proto': 'http',
      forwarded: 'host=evil.test',
      'x-original-host': 'evil.test',
    }
    await host.call('/api/payers/forgot-password', { method: 'POST', body: { email: payer.email }, headers: evil })
    const invited = 'links@example.test'
    await host.call('/api/payers', {
      method: 'POST',
      body: { email: invited, loginAccess: true },
      headers: { ...mailHost.staff, ...evil },
    })
    const pages = { [payer.email]: 'reset-password', [invited]: 'accept-invite' }
    for (const [email, page] of Object.entries(pages)) {
      const [mail] = await mailsTo(email)
      expect(mail?.text).toContain(`${SERVER_URL}/portal/${page}?token=`)
      expect(mail?.html).toContain(`href="${SERVER_URL}/portal/${page}?token=`)
      const addresses = [...`${mail?.text} ${mail?.html}`.matchAll(/https?:\/\/[^\s"<]+/g)].map(([url]) => url)
      expect(addresses.filter((url) => !url.startsWith(`${SERVER_URL}/portal`))).toEqual([])
    }
  })

  it("carries the firm's name and the text of the settings, escaped, in text and HTML", async () => {
    await settings({
      firmName: 'Marsh & <Pell>',
      contactEmail: 'help@firm.test',
      inviteText: lexical('Bring <b>tea</b> & "cake".'),
    })
    const { email } = await host.payload.create({
      collection: 'payers',
      data: { email: 'texts@example.test', loginAccess: true },
      overrideAccess: true,
    })
    const [mail] = await mailsTo(email)
    expect(mail?.subject).toBe('Your access to the payment portal of Marsh & <Pell>')
    expect(mail?.html).toContain('Marsh &amp; &lt;Pell&gt;')
    expect(mail?.html).toContain('<strong>Bring &lt;b&gt;tea&lt;/b&gt; &amp; &quot;cake&quot;.</strong>')
    expect(mail?.text).toContain('Bring <b>tea</b> & "cake".')
    expect(mail?.text).toContain('help@firm.test')
    expect(linkToken(mail)).toMatch(/^[\w-]{43}$/)
  })

  it('no line break reaches a header', async () => {
    await settings({ firmName: 'Marsh\r\nBcc: victim@example.test' })
    const mail = await renderMail({ payload: host.payload, kind: 'password_changed', data: {}, token: '' })
    expect(mail.subject).not.toMatch(/[\r\n]/)
    await settings({ firmName: 'Marsh & Pell LLP', inviteText: null })
  })

  it('sends a receipt once, from what the transaction recorded', async () => {
    const payer = await loginPayer(host)
    const transaction = await insertPayment(host, payer.id, 'R-2026-0001')
    const mail = {
      kind: 'receipt',
      recipient: payer.email,
      payer: payer.id,
      data: { transaction },
      dedupeKey: `receipt:${transaction}`,
    } as const
    const ids = await Promise.all([1, 2, 3].map(() => withTransaction(host.payload, (tx) => enqueueMail(tx, mail))))
    expect(ids.filter((id) => id !== null)).toHaveLength(1)
    await poolOf(host.payload).query(`update invoices set number = 'changed' where number like 'R-2026-0001-%'`)
    const mails = await mailsTo(payer.email)
    expect(mails).toHaveLength(1)
    expect(mails[0]?.subject).toBe('Receipt R-2026-0001 from Marsh & Pell LLP')
    // 03:30 UTC is still the day before in New York.
    for (const line of [
      'Reference: R-2026-0001',
      'Date: 2026-03-01',
      'Paid with: Visa ending in 4242',
      'Invoice 1001: $1,000.00',
      'Invoice 1002: $500.50',
      'Total: $1,500.50',
    ]) {
      expect(mails[0]?.text).toContain(line)
    }
  })

  it('nothing is sent when the transaction that wanted it is rolled back', async () => {
    const work = withTransaction(host.payload, async (tx) => {
      await enqueueMail(tx, { kind: 'password_changed', recipient: 'rolled@example.test' })
      throw new Error('rolled back')
    })
    await expect(work).rejects.toThrow('rolled back')
    expect(await mailsTo('rolled@example.test')).toHaveLength(0)
  })

  it('a mail that was sent is not sent again, and a repeat carries the same Message-ID', async () => {
    const id = await withTransaction(host.payload, (tx) =>
      enqueueMail(tx, { kind: 'password_changed', recipient: 'twice@example.test' }),
    )
    await runJobs(host.payload)
    await sendMail({ payload: host.payload, mail: id ?? 0 })
    expect(await mailsTo('twice@example.test')).toHaveLength(1)
    // As after a crash between the send and the note of it.
    await poolOf(host.payload).query(`update payer_portal_mails set status = 'queued' where id = $1`, [id])
    await sendMail({ payload: host.payload, mail: id ?? 0 })
    const mails = await mailsTo('twice@example.test')
    expect(mails).toHaveLength(2)
    const [first, second] = mails.map(({ headers }) => headers['message-id'])
    expect(first).toMatch(/^<[\w-]+@localhost>$/)
    expect(second).toBe(first)
  })

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
      expect.stringContaining('was changed'),
    ])
  })

  it('A-06 the safe change never takes along the other payers of a login', async () => {
    const one = await loginPayer(host, { email: 'shared@example.test' })
    const change = (payer: number, email: string) =>
      host.call(`/api/payers/${payer}/change-email`, { method: 'POST', body: { email }, headers: mailHost.staff })
    expect((await change(one.id, 'moved@example.test')).body).toMatchObject({ state: 'confirming' })
    const [mail] = await mailsTo('moved@example.test')
    const other = await loginPayer(host, { email: 'shared@example.test' })
    expect(other.loginId).toBe(one.loginId)
    const confirm = await host.call('/api/payers/confirm-email', { method: 'POST', body: { token: linkToken(mail) } })
    expect(confirm.status).toBe(400)
    expect((await change(other.id, 'third@example.test')).body.errors[0].data.code).toBe('login_shared')
    const entered = await host.call('/api/payers/login', {
      method: 'POST',
      body: { email: 'shared@example.test', password: PASSWORD },
    })
    expect(entered.status).toBe(200)
  })

  it('A-06 the safe change is refused for an address of another login, and by anybody but staff', async () => {
    const payer = await loginPayer(host)
    const other = await loginPayer(host)
    const change = (headers: Record<string, string>, email: unknown) =>
      host.call(`/api/payers/${payer.id}/change-email`, { method: 'POST', body: { email }, headers })
    expect((await change(mailHost.staff, other.email)).body.errors[0].data.code).toBe('email_taken')
    for (const email of ['', 'x', null, ['a@b.test'], 'a@b.test\r\nBcc: c@d.test'])
      expect((await change(mailHost.staff, email)).status).toBe(400)
    expect((await change(payer.headers, 'mine@example.test')).status).toBe(403)
    expect((await change({}, 'mine@example.test')).status).toBe(401)
  })

  it('staff mail a reset link and every action of theirs is recorded with who did it', async () => {
    const payer = await loginPayer(host)
    const act = (method: string, path: string, headers: Record<string, string>) =>
      host.call(`/api/payers/${payer.id}/${path}`, { method, headers })
    for (const [method, path] of [
      ['POST', 'invite'],
      ['POST', 'reset-password'],
      ['DELETE', 'login'],
    ] as const) {
      expect([path, (await act(method, path, {})).status, (await act(method, path, payer.headers)).status]).toEqual([
        path,
        401,
        403,
      ])
    }
    expect((await act('POST', 'invite', mailHost.staff)).status).toBe(409)
    expect((await act('POST', 'reset-password', mailHost.staff)).status).toBe(200)
    expect((await act('POST', 'reset-password', mailHost.staff)).status).toBe(429)
    expect((await mailsTo(payer.email))[0]?.text).toContain('/portal/reset-password?token=')
    expect((await act('DELETE', 'login', mailHost.staff)).status).toBe(200)
    expect((await act('POST', 'reset-password', mailHost.staff)).status).toBe(409)
    const { rows } = await poolOf(host.payload).query(
      `select action, actor_collection from payer_portal_audit where payer_id = $1 and actor_collection = 'users' order by id`,
      [payer.id],
    )
    expect(rows).toEqual(['reset_password', 'login_deleted'].map((action) => ({ action, actor_collection: 'users' })))
    expect((await host.call('/api/payers/999999/invite', { method: 'POST', headers: mailHost.staff })).status).toBe(404)
  })
})

describe('a mail server that does not take the mail', () => {
  it('is shown with its reason, and the retry sends the same mail', async () => {
    let refuses = true
    const messages: string[] = []
    const server = createServer((socket) => {
      let body: string[] | null = null
      socket.write('220 test\r\n')
      socket.on('error', () => undefined)
      socket.on('data', (chunk) => {
        for (const line of chunk.toString().split('\r\n').filter(Boolean)) {
          if (body && line !== '.') body.push(line)
          else if (body) {
            messages.push(body.join('\n'))
            body = null
            socket.write('250 taken\r\n')
          } else if (/^RCPT/i.test(line)) socket.write(refuses ? '450 mailbox busy\r\n' : '250 ok\r\n')
          else if (/^DATA/i.test(line)) {
            body = []
            socket.write('354 go\r\n')
          } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n')
          else socket.write('250 ok\r\n')
        }
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const email = smtpAdapter({
      url: `smtp://127.0.0.1:${port}`,
      defaultFromAddress: 'billing@firm.test',
      defaultFromName: 'Firm',
    })
    const host = await bootHost({ config: { email } })
    try {
      const staff = await loginStaff(host)
      const { body } = await host.call('/api/payers', {
        method: 'POST',
        body: { email: 'busy@example.test', loginAccess: true },
        headers: staff,
      })
      await runJobs(host.payload)
      const inviteOf = async () => (await host.call(`/api/payers/${body.doc.id}`, { headers: staff })).body.invite
      expect(await inviteOf()).toMatchObject({ status: 'failed', error: expect.stringContaining('450 mailbox busy') })
      refuses = false
      await poolOf(host.payload).query(
        `update graphile_worker._private_jobs set run_at = now() where payload->>'mail' is not null`,
      )
      await runJobs(host.payload)
      expect(await inviteOf()).toMatchObject({ status: 'sent', error: null })
      expect(messages).toHaveLength(1)
    } finally {
      await host.close()
      server.close()
    }
  })
})

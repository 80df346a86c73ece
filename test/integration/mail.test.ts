import { poolOf, withTransaction } from '../../src/base/database.ts'
import { enqueueMail } from '../../src/mail/enqueueMail.ts'
import { renderMail } from '../../src/mail/renderMail.ts'
import { sendMail } from '../../src/mail/sendMail.ts'
import { loginPayer } from '../factories/loginPayer.ts'
import type { Host } from '../helpers/host/bootHost.ts'
import { SERVER_URL } from '../helpers/host/hostConfig.ts'
import { linkOf } from '../helpers/linkOf.ts'
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

  const mailsTo = (email: string) => mailHost.mailsTo(email)
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

  it("says until when its link works, in the firm's time zone", async () => {
    const payer = await loginPayer(host)
    const kinds = { invite: 'invite', reset: 'reset', confirm_email: 'email', email_changed: 'undo_email' } as const
    for (const [kind, purpose] of Object.entries(kinds)) {
      const link = await linkOf(host, { purpose, payer: payer.email })
      await poolOf(host.payload).query('update payer_portal_tokens set expires_at = $2 where id = $1', [
        link.id,
        '2126-01-05T03:30:59Z',
      ])
      const recipient = `${kind}.until@example.test`
      await withTransaction(host.payload, (tx) =>
        enqueueMail(tx, { kind: kind as 'invite', recipient, payer: payer.id, data: {}, token: link.id }),
      )
      const [mail] = await mailsTo(recipient)
      for (const said of [mail?.text, mail?.html])
        expect([kind, said]).toEqual([
          kind,
          expect.stringContaining('until January 4, 2126 at 10:30 PM Eastern Standard Time'),
        ])
    }
  })

  it('a long address breaks, so that no mail is wider than a phone', async () => {
    const data = { email: `${'a'.repeat(60)}@${'b'.repeat(60)}.example.test` }
    const { html } = await renderMail({ payload: host.payload, kind: 'email_asked', data, token: '', expiresAt: null })
    expect(html).toMatch(/<div style="[^"]*overflow-wrap:anywhere[^"]*">/)
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
    const mail = await renderMail({
      payload: host.payload,
      kind: 'password_changed',
      data: {},
      token: '',
      expiresAt: null,
    })
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
      'Date: March 1, 2026',
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
      `select action, actor_collection from audit_log where payer_id = $1 and actor_collection = 'users' order by id`,
      [payer.id],
    )
    expect(rows).toEqual(['reset_password', 'login_deleted'].map((action) => ({ action, actor_collection: 'users' })))
    expect((await host.call('/api/payers/999999/invite', { method: 'POST', headers: mailHost.staff })).status).toBe(404)
  })
})

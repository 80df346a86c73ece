import { poolOf } from '../../src/base/database.ts'
import { PASSWORD } from '../factories/loginPayer.ts'
import type { Host } from '../helpers/host/bootHost.ts'
import { bootMailHost, type MailHost } from '../helpers/mailHost.ts'
import { linkToken } from '../helpers/mailInbox.ts'
import { runJobs } from '../helpers/mailJobs.ts'

let counter = 0
const newEmail = (): string => {
  counter += 1
  return `invited-${counter}@example.test`
}

async function createPayer(host: Host, data: Record<string, unknown> = {}): Promise<{ id: number; email: string }> {
  const payer = await host.payload.create({
    collection: 'payers',
    data: { email: newEmail(), firstName: 'Ada', ...data },
    overrideAccess: true,
  })
  return { id: Number(payer.id), email: String(payer.email) }
}

const accept = (host: Host, token: unknown, password: unknown = PASSWORD) =>
  host.call('/api/payers/accept-invite', { method: 'POST', body: { token, password } })

/** Every stored text of the login, mail and job tables. */
async function databaseDump(host: Host): Promise<string> {
  const tables = [
    'payer_portal_tokens',
    'payer_portal_mails',
    'audit_log',
    'payer_portal_logins',
    'payers',
    'graphile_worker._private_jobs',
  ]
  const parts = await Promise.all(
    tables.map((table) => poolOf(host.payload).query(`select coalesce(json_agg(t)::text, '') as dump from ${table} t`)),
  )
  return parts.map(({ rows }) => String(rows[0]?.dump)).join('\n')
}

describe('inviting a payer', () => {
  let mailHost: MailHost
  let host: Host

  beforeAll(async () => {
    mailHost = await bootMailHost()
    host = mailHost.host
  })
  afterAll(() => mailHost.close())

  const access = (id: number, loginAccess: boolean) =>
    host.call(`/api/payers/${id}`, { method: 'PATCH', body: { loginAccess }, headers: mailHost.staff })
  const inviteOf = async (id: number) => (await host.call(`/api/payers/${id}`, { headers: mailHost.staff })).body.invite
  const mailsTo = (email: string) => mailHost.mailsTo(email)
  /** Lets the cool-down of earlier mails be over. */
  const coolDown = (id: number) =>
    poolOf(host.payload).query(
      `update payer_portal_mails set created_at = created_at - interval '2 days', sent_at = sent_at - interval '2 days' where payer_id = $1`,
      [id],
    )

  it('invites once, says that it was sent, and the link logs the payer in', async () => {
    const payer = await createPayer(host)
    expect((await access(payer.id, true)).body.doc).toMatchObject({ loginAccess: true, invite: { status: 'queued' } })
    await access(payer.id, true)
    const mails = await mailsTo(payer.email)
    expect(mails).toHaveLength(1)
    expect(await inviteOf(payer.id)).toMatchObject({ status: 'sent', error: null })
    const answer = await accept(host, linkToken(mails[0]))
    expect(answer.status).toBe(200)
    expect(answer.headers.get('set-cookie')).toMatch(/^__Host-payer-session=pps_/)
    const me = await host.call('/api/payers/me', { headers: { authorization: `JWT ${answer.body.token}` } })
    expect(me.body.user.id).toBe(payer.id)
    expect((await inviteOf(payer.id)).status).toBe('accepted')
  })

  it('A-10 a payer created with login access is invited by exactly one mail', async () => {
    const { body } = await host.call('/api/payers', {
      method: 'POST',
      body: { email: newEmail(), loginAccess: true },
      headers: mailHost.staff,
    })
    expect(body.doc.invite.status).toBe('queued')
    expect(await mailsTo(body.doc.email)).toHaveLength(1)
  })

  it('A-10 ten switches at the same moment send one mail', async () => {
    const payer = await createPayer(host)
    await Promise.all(Array.from({ length: 10 }, () => access(payer.id, true)))
    expect(await mailsTo(payer.email)).toHaveLength(1)
  })

  it('A-10 nothing is sent when the change is rolled back', async () => {
    const payer = await createPayer(host)
    const { payload } = host
    const transactionID = (await payload.db.beginTransaction()) ?? ''
    await payload.update({
      collection: 'payers',
      id: payer.id,
      data: { loginAccess: true },
      overrideAccess: true,
      req: { transactionID },
    })
    await payload.db.rollbackTransaction(transactionID)
    expect(await mailsTo(payer.email)).toHaveLength(0)
    expect(await inviteOf(payer.id)).toMatchObject({ status: 'none' })
  })

  it('A-10 an update in bulk invites each payer once', async () => {
    const payers = [await createPayer(host, { phone: 'bulk' }), await createPayer(host, { phone: 'bulk' })]
    await host.payload.update({
      collection: 'payers',
      where: { phone: { equals: 'bulk' } },
      data: { loginAccess: true },
      overrideAccess: true,
    })
    for (const payer of payers) expect(await mailsTo(payer.email)).toHaveLength(1)
  })

  it('switched off and on inside the cool-down, the second invite waits and is not dropped', async () => {
    const payer = await createPayer(host)
    await access(payer.id, true)
    const [first] = await mailsTo(payer.email)
    await access(payer.id, false)
    expect(await inviteOf(payer.id)).toMatchObject({ status: 'none' })
    await access(payer.id, true)
    expect(await mailsTo(payer.email)).toHaveLength(1)
    expect((await accept(host, linkToken(first))).body.errors[0].data.code).toBe('token_invalid')
    await poolOf(host.payload).query(
      `update payer_portal_mails set sent_at = sent_at - interval '1 minute', created_at = created_at - interval '1 minute', due_at = due_at - interval '1 minute' where recipient = $1`,
      [payer.email],
    )
    const { rows } = await poolOf(host.payload).query(
      `update graphile_worker._private_jobs set run_at = now() where run_at > now() and payload->>'mail' is not null returning run_at`,
    )
    expect(rows).toHaveLength(1)
    const mails = await mailsTo(payer.email)
    expect(mails).toHaveLength(2)
    expect((await accept(host, linkToken(mails[1]))).status).toBe(200)
  })

  it('A-08 of five parallel uses of a link one is accepted', async () => {
    const payer = await createPayer(host, { loginAccess: true })
    const token = linkToken((await mailsTo(payer.email))[0])
    const answers = await Promise.all(Array.from({ length: 5 }, () => accept(host, token)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400, 400])
    expect((await accept(host, token)).status).toBe(400)
  })

  it('A-08 a token has 256 random bits, is stored nowhere, and lives 7 days at the most', async () => {
    const payer = await createPayer(host, { loginAccess: true })
    const token = linkToken((await mailsTo(payer.email))[0])
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(await databaseDump(host)).not.toContain(token)
    const { rows } = await poolOf(host.payload).query(
      `select octet_length(seed) as bytes, expires_at <= now() + interval '7 days' as short from payer_portal_tokens where payer_id = $1`,
      [payer.id],
    )
    expect(rows).toEqual([{ bytes: 32, short: true }])
  })

  it('A-08 a link is dead after another invite, after its time, after suspension and after a change of the email', async () => {
    const kills: Record<string, (id: number) => Promise<unknown>> = {
      reinvite: async (id) => {
        await coolDown(id)
        return host.call(`/api/payers/${id}/invite`, { method: 'POST', headers: mailHost.staff })
      },
      expiry: (id) =>
        poolOf(host.payload).query(`update payer_portal_tokens set expires_at = now() where payer_id = $1`, [id]),
      suspend: (id) => access(id, false),
      email: (id) =>
        host.call(`/api/payers/${id}/change-email`, {
          method: 'POST',
          body: { email: newEmail() },
          headers: mailHost.staff,
        }),
    }
    for (const [name, kill] of Object.entries(kills)) {
      const payer = await createPayer(host, { loginAccess: true })
      const token = linkToken((await mailsTo(payer.email))[0])
      await kill(payer.id)
      expect([name, (await accept(host, token)).body.errors?.[0].data.code]).toEqual([name, 'token_invalid'])
    }
  })

  it('an invite of which nobody made use is shown as expired', async () => {
    const payer = await createPayer(host, { loginAccess: true })
    await mailsTo(payer.email)
    await poolOf(host.payload).query('update payer_portal_tokens set expires_at = now() where payer_id = $1', [
      payer.id,
    ])
    await poolOf(host.payload).query(
      `update graphile_worker._private_jobs set run_at = now() where payload->>'token' is not null`,
    )
    await runJobs(host.payload)
    expect((await inviteOf(payer.id)).status).toBe('expired')
  })

  it('a second invite inside the cool-down is refused with 429, afterwards it is sent', async () => {
    const payer = await createPayer(host, { loginAccess: true })
    await mailsTo(payer.email)
    const again = () => host.call(`/api/payers/${payer.id}/invite`, { method: 'POST', headers: mailHost.staff })
    expect((await again()).status).toBe(429)
    await coolDown(payer.id)
    expect((await Promise.all([again(), again()])).map(({ status }) => status).sort()).toEqual([200, 429])
    expect(await mailsTo(payer.email)).toHaveLength(2)
  })

  it('A-07 no password comes with a new payer, and staff cannot set one', async () => {
    const email = newEmail()
    const created = await host.call('/api/payers', {
      method: 'POST',
      body: { email, password: PASSWORD, loginAccess: true, hash: 'x', salt: 'x' },
      headers: mailHost.staff,
    })
    await host.call(`/api/payers/${created.body.doc.id}`, {
      method: 'PATCH',
      body: { password: PASSWORD },
      headers: mailHost.staff,
    })
    for (const password of [PASSWORD, email, 'undefined', 'null', ' ']) {
      const answer = await host.call('/api/payers/login', { method: 'POST', body: { email, password } })
      expect([password, answer.status]).toEqual([password, 401])
    }
    expect((await host.call('/api/payers/login', { method: 'POST', body: { email, password: '' } })).status).toBe(400)
    const { rows } = await poolOf(host.payload).query('select 1 from payer_portal_logins where lower(email) = $1', [
      email,
    ])
    expect(rows).toHaveLength(0)
  })

  it('weak passwords are refused and leave the link good', async () => {
    const payer = await createPayer(host, { loginAccess: true })
    const token = linkToken((await mailsTo(payer.email))[0])
    for (const password of [
      'short',
      ' '.repeat(12),
      'password12345',
      'qwertyuiop123',
      'abababababab',
      'x'.repeat(257),
      payer.email,
      '123456789012',
    ]) {
      expect([password, (await accept(host, token, password)).body.errors?.[0].data.code]).toEqual([
        password,
        'password_weak',
      ])
    }
    for (const password of [12, null, ['a'], { $gt: '' }])
      expect((await accept(host, token, password)).status).toBe(400)
    expect((await accept(host, token)).status).toBe(200)
  })
})

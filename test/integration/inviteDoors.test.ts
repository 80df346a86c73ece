import { smtpAdapter } from 'payload-plugin-payer-portal/mail'
import { poolOf } from '../../src/base/database.ts'
import { loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import { type Answer, bootHost, type Host } from '../helpers/host/bootHost.ts'
import { bootMailHost, type MailHost } from '../helpers/mailHost.ts'
import { runJobs } from '../helpers/mailJobs.ts'

let mails: MailHost
/** Two server processes on one database. */
let servers: [Host, Host]
let staff: Record<string, string>

beforeAll(async () => {
  mails = await bootMailHost()
  const email = smtpAdapter({ url: mails.inbox.smtpUrl, defaultFromAddress: 'b@firm.test', defaultFromName: 'Firm' })
  servers = [mails.host, await bootHost({ databaseUrl: mails.host.databaseUrl, config: { email } })]
  staff = mails.staff
})
afterAll(async () => {
  await servers[1].detach()
  await mails.close()
})

type Payer = { id: number; email: string }
type Door = (server: Host, payers: Payer[]) => Promise<unknown>

let counter = 0
async function newPayers(count: number): Promise<Payer[]> {
  const { payload } = servers[0]
  const payers: Payer[] = []
  for (let at = 0; at < count; at += 1) {
    counter += 1
    const email = `door-${counter}@example.test`
    const made = await payload.create({ collection: 'payers', data: { email }, overrideAccess: true })
    payers.push({ id: Number(made.id), email })
  }
  return payers
}

const whereIds = (payers: Payer[]) => payers.map(({ id }, at) => `where[id][in][${at}]=${id}`).join('&')
const patch = (server: Host, path: string, body: object) =>
  server.call(`/api/payers${path}`, { method: 'PATCH', body, headers: staff })

/** As the form of the admin panel sends it. */
const patchForm = (server: Host, { id }: Payer, data: object) =>
  server.call(`/api/payers/${id}`, {
    method: 'PATCH',
    headers: { ...staff, 'content-type': 'multipart/form-data; boundary=b' },
    body: `--b\r\ncontent-disposition: form-data; name="_payload"\r\n\r\n${JSON.stringify(data)}\r\n--b--\r\n`,
  })

const ON = { loginAccess: true }
const DOORS: Record<string, Door> = {
  'a PATCH of each': (server, payers) => Promise.all(payers.map(({ id }) => patch(server, `/${id}`, ON))),
  'the form of the panel': (server, payers) => Promise.all(payers.map((payer) => patchForm(server, payer, ON))),
  'a bulk edit': (server, payers) => patch(server, `?${whereIds(payers)}`, ON),
  'the Local API': (server, payers) =>
    Promise.all(
      payers.map(({ id }) => server.payload.update({ collection: 'payers', id, data: ON, overrideAccess: true })),
    ),
  'the Local API in bulk': (server, payers) =>
    server.payload.update({
      collection: 'payers',
      where: { id: { in: payers.map(({ id }) => id) } },
      data: ON,
      overrideAccess: true,
    }),
  'the invite of many': (server, payers) =>
    server.call('/api/payers/invite', {
      method: 'POST',
      body: { ids: payers.map(({ id }) => id), switchOn: true },
      headers: staff,
    }),
}

async function welcomes({ email }: Payer): Promise<number> {
  return (await mails.inbox.mailsTo(email)).length
}

/** Both servers send what waits, at the same time. */
const sendAll = () => Promise.all(servers.map(({ payload }) => runJobs(payload)))

describe('login access from Off to On', () => {
  it.each(Object.entries(DOORS))(
    'A-06 A-10 through %s, three times at two servers at once, makes one mail each',
    async (_name, open) => {
      const payers = await newPayers(3)
      await Promise.all([0, 1, 2].flatMap(() => servers.map((server) => open(server, payers))))
      await sendAll()
      expect(await Promise.all(payers.map(welcomes))).toEqual([1, 1, 1])
      const { rows } = await poolOf(servers[0].payload).query(
        `select p.login_access, m.invite_status::text as status from payers p join payer_portal_people m on m.payer_id = p.id where p.id = any($1)`,
        [payers.map(({ id }) => id)],
      )
      expect(rows).toEqual(Array(3).fill({ login_access: true, status: 'sent' }))
    },
  )

  it('A-06 A-10 through every door at once, at two servers, makes one mail each', async () => {
    const payers = await newPayers(2)
    await Promise.all(Object.values(DOORS).flatMap((open) => servers.map((server) => open(server, payers))))
    await sendAll()
    expect(await Promise.all(payers.map(welcomes))).toEqual([1, 1])
  })

  it('A-06 A-10 an import of one file at two servers at once makes each payer once, and one mail each', async () => {
    const rows = Array.from({ length: 5 }, (_, at) => `import-${at}@example.test,Ada,yes`)
    const body = { csv: ['email,firstName,loginAccess', ...rows].join('\n'), dryRun: false, invite: true }
    const answers = await Promise.all(
      servers.map((server) => server.call('/api/payers/import', { method: 'POST', body, headers: staff })),
    )
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(answers.reduce((sum, answer) => sum + answer.body.counts.create, 0)).toBe(5)
    await sendAll()
    for (let at = 0; at < 5; at += 1) expect(await welcomes({ id: 0, email: `import-${at}@example.test` })).toBe(1)
    const again = await servers[1].call('/api/payers/import', {
      method: 'POST',
      body: { ...body, update: true },
      headers: staff,
    })
    expect(again.body.counts).toMatchObject({ create: 0, error: 0 })
    await sendAll()
    expect(await welcomes({ id: 0, email: 'import-0@example.test' })).toBe(1)
  })
})

describe('an import beside another one', () => {
  it('A-06 A-10 of one file with invites, without them and once more, at two servers at once, makes each payer once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const emails = Array.from({ length: 20 }, (_, at) => `beside-${round}-${at}@example.test`)
      const csv = ['email,firstName,loginAccess', ...emails.map((email) => `${email},Ada,yes`)].join('\n')
      const send = (server: Host, invite: boolean) =>
        server.call('/api/payers/import', { method: 'POST', body: { csv, dryRun: false, invite }, headers: staff })
      await Promise.all([
        send(servers[0], true),
        send(servers[1], false),
        send(servers[1], true),
        send(servers[0], false),
      ])
      const { rows } = await poolOf(servers[0].payload).query(
        'select email, count(*)::int as times from payers where email = any($1) group by email having count(*) <> 1',
        [emails],
      )
      expect(rows).toEqual([])
    }
  })
})

describe('the email of a payer who has a login, or an open invite', () => {
  type Edit = (payer: Payer, data: object) => Promise<Answer | unknown>
  const EDITS: Record<string, Edit> = {
    'a PATCH': ({ id }, data) => patch(servers[0], `/${id}`, data),
    'the form of the panel': (payer, data) => patchForm(servers[0], payer, data),
    'a bulk edit by id': ({ id }, data) => patch(servers[0], `?where[id][equals]=${id}`, data),
    'a bulk edit by email': ({ email }, data) => patch(servers[1], `?where[email][equals]=${email}`, data),
    'the Local API': ({ id }, data) =>
      servers[1].payload
        .update({ collection: 'payers', id, data, overrideAccess: true })
        .catch((error: unknown) => error),
    'the Local API in bulk': ({ id }, data) =>
      servers[0].payload.update({ collection: 'payers', where: { id: { equals: id } }, data, overrideAccess: true }),
  }
  const CHANGES = [
    { email: 'thief@example.test' },
    { email: 'thief@example.test', loginAccess: false },
    { email: 'thief@example.test', loginAccess: true, phone: '1' },
  ]

  it.each(Object.entries(EDITS))(
    'A-06 is changed neither by %s, whatever is changed with it, nor is anybody logged out or told',
    async (_name, edit) => {
      const withLogin = await loginPayer(servers[0], { email: `kept-${counter}@example.test` })
      const [invited] = (await newPayers(1)) as [Payer]
      await patch(servers[0], `/${invited.id}`, ON)
      await sendAll()
      for (const payer of [withLogin, invited] as Payer[]) for (const change of CHANGES) await edit(payer, change)
      await sendAll()
      const { rows } = await poolOf(servers[0].payload).query(
        'select email, login_access, phone from payers where id = any($1) order by id',
        [[withLogin.id, invited.id]],
      )
      expect(rows).toEqual([withLogin, invited].map(({ email }) => ({ email, login_access: true, phone: null })))
      expect((await servers[1].call('/api/payers/me', { headers: withLogin.headers })).body.user.id).toBe(withLogin.id)
      const login = await servers[0].call('/api/payers/login', {
        method: 'POST',
        body: { email: withLogin.email, password: PASSWORD },
      })
      expect(login.status).toBe(200)
      expect([
        await welcomes(withLogin),
        await welcomes(invited),
        await welcomes({ id: 0, email: 'thief@example.test' }),
      ]).toEqual([0, 1, 0])
    },
  )

  it('A-06 is not changed by the payer, alone or in bulk', async () => {
    const payer = await loginPayer(servers[0])
    for (const path of [`/${payer.id}`, `?where[id][equals]=${payer.id}`]) {
      const answer = await servers[0].call(`/api/payers${path}`, {
        method: 'PATCH',
        body: { email: 'thief@example.test' },
        headers: payer.headers,
      })
      expect(answer.status).toBe(403)
    }
    expect((await servers[0].call('/api/payers/me', { headers: payer.headers })).body.user.email).toBe(payer.email)
  })
})

import { poolOf } from '../../src/base/database.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { loginStaff, type StaffHeaders } from '../helpers/loginStaff.ts'

let host: Host
let staff: StaffHeaders
beforeAll(async () => {
  host = await bootHost()
  staff = await loginStaff(host)
})
afterAll(() => host.close())

const send = (csv: string, options: Record<string, unknown> = {}) =>
  host.call('/api/payers/import', { method: 'POST', body: { csv, ...options }, headers: staff })
const query = async (text: string, values: unknown[] = []) => (await poolOf(host.payload).query(text, values)).rows
const fates = (body: Record<string, any>) => body.rows.map(({ fate }: { fate: string }) => fate)

describe('the import of payers', () => {
  it('A-06 says the fate of every row, does the same when it is real, and creates nothing the second time', async () => {
    await host.payload.create({ collection: 'payers', data: { email: 'there@example.test' }, overrideAccess: true })
    const csv = [
      '\ufeffE-Mail;First Name;last_name;BUSINESS name;phone;Address;receipt emails;Login Access;Client Number;matterNumber;Shoe size',
      'New@Example.test;=1+1;Lovelace;"Analytical; Engines";555;"1 Road\nTown";a@x.test;no;C-9;M-1;41',
      'there@example.test;Ada;;;;;;;;;',
      'not an email;Ada;;;;;;;;;',
      'new@example.test;;;;;;;;C-9;M-2;',
      'new@example.test;;;;;;;;C-9;M-2;',
      'late@example.test;;;;;;;maybe;;;',
      'matter@example.test;;;;;;;;;M-1;',
    ].join('\r\n')
    const before = await query('select count(*) from payers')
    const dry = await send(csv)
    expect(dry.body).toMatchObject({ dryRun: true, total: 7, next: null, unknownColumns: ['Shoe size'] })
    expect(fates(dry.body)).toEqual(['create', 'skip', 'error', 'create', 'skip', 'error', 'error'])
    expect(dry.body.rows.map(({ column }: { column: string | null }) => column)).toEqual([
      null,
      null,
      'email',
      null,
      null,
      'loginAccess',
      'clientNumber',
    ])
    expect(await query('select count(*) from payers')).toEqual(before)
    expect(await query('select 1 from associations')).toEqual([])
    const real = await send(csv, { dryRun: false })
    expect(fates(real.body)).toEqual(fates(dry.body))
    const made = await query(
      'select id, email, first_name, business_name, address, login_access, invite_status::text from payers where lower(email) = $1',
      ['new@example.test'],
    )
    expect(made).toMatchObject([
      {
        email: 'new@example.test',
        first_name: '=1+1',
        business_name: 'Analytical; Engines',
        login_access: false,
        invite_status: 'none',
      },
    ])
    expect(made[0].address.replace('\r', '')).toBe('1 Road\nTown')
    const rules = await query('select client_number, matter_number, payer_id from associations order by id')
    expect(rules).toEqual(
      ['M-1', 'M-2'].map((matter_number) => ({ client_number: 'C-9', matter_number, payer_id: made[0].id })),
    )
    const again = await send(csv, { dryRun: false })
    expect(fates(again.body)).toEqual(['skip', 'skip', 'error', 'skip', 'skip', 'error', 'error'])
    expect(await query('select count(*) from payers where lower(email) = $1', ['new@example.test'])).toEqual([
      { count: '1' },
    ])
    expect((await query('select id from associations')).length).toBe(2)
    const audit = await query(`select data from audit_log where action = 'payers_imported' order by id`)
    expect(audit[0].data).toMatchObject({ create: 2, skip: 2, error: 3 })
    expect(JSON.stringify(audit)).not.toContain('example.test')
  })

  it('updates names, phone and address when asked, never the email and never the access', async () => {
    const csv = 'email,firstName,phone,loginAccess\nThere@example.test,Grace,777,yes\n'
    const dry = await send(csv, { update: true, invite: true })
    expect(dry.body.rows).toMatchObject([{ fate: 'update', notes: ['Changes firstName, phone.'] }])
    expect((await send(csv, { update: true, invite: true, dryRun: false })).body.counts.update).toBe(1)
    expect(
      await query(`select first_name, phone, login_access from payers where email = 'there@example.test'`),
    ).toEqual([{ first_name: 'Grace', phone: '777', login_access: false }])
    expect(fates((await send(csv, { update: true, dryRun: false })).body)).toEqual(['skip'])
  })

  it.each([
    [true, true, 1],
    [false, false, 0],
  ])('with invite %s a row that says yes has login access %s', async (invite, access, mails) => {
    const email = `invite-${invite}@example.test`
    const csv = `email\tloginAccess\n${email}\tYES\n`
    expect(fates((await send(csv, { invite, dryRun: true })).body)).toEqual(['create'])
    expect(await query('select 1 from payer_portal_mails where recipient = $1', [email])).toEqual([])
    await send(csv, { invite, dryRun: false })
    expect(await query('select login_access from payers where email = $1', [email])).toEqual([{ login_access: access }])
    expect((await query('select 1 from payer_portal_mails where recipient = $1', [email])).length).toBe(mails)
  })

  it('two imports of one file at the same moment make each payer once', async () => {
    const csv = ['email', ...Array.from({ length: 20 }, (_, at) => `twice-${at}@example.test`)].join('\n')
    const answers = await Promise.all([send(csv, { dryRun: false }), send(csv, { dryRun: false })])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(answers.reduce((sum, { body }) => sum + body.counts.create, 0)).toBe(20)
    expect(await query(`select count(*) from payers where email like 'twice-%'`)).toEqual([{ count: '20' }])
  })

  it('takes parts of a file, and the plain file as text/csv', async () => {
    const csv = ['email', ...Array.from({ length: 5 }, (_, at) => `part-${at}@example.test`)].join('\n')
    const first = await send(csv, { from: 0, limit: 2, dryRun: false })
    expect(first.body).toMatchObject({ total: 5, next: 2, counts: { create: 2 } })
    const rest = await host.call('/api/payers/import?dryRun=false&from=2', {
      method: 'POST',
      body: csv,
      headers: { ...staff, 'content-type': 'text/csv' },
    })
    expect(rest.body).toMatchObject({ total: 5, next: null, counts: { create: 3 } })
  })

  it('refuses what is no such file, and callers who are not staff', async () => {
    const many = ['email', ...Array.from({ length: 10_001 }, (_, at) => `m${at}@example.test`)].join('\n')
    for (const csv of ['', 'name\nAda\n', 'email,email\n', 'email\n"open', many, 'email\n\0', 7, null])
      expect([String(csv).slice(0, 20), (await send(csv as string)).status]).toEqual([String(csv).slice(0, 20), 400])
    expect((await send('email\n', { dryRun: 'no' })).status).toBe(400)
    expect((await host.call('/api/payers/import', { method: 'POST', body: { csv: 'email\n' } })).status).toBe(401)
  })

  it('a payer that is archived or merged is not made again', async () => {
    await query(`update payers set archived_at = now() where email = 'there@example.test'`)
    const { body } = await send('email,firstName\nthere@example.test,Joan\n', { update: true, dryRun: false })
    expect(body.rows).toMatchObject([{ fate: 'skip', reason: 'The payer with this email is archived.' }])
  })

  it('imports hundreds of rows in one request, each with its association', async () => {
    const lines = Array.from({ length: 400 }, (_, at) => `fast-${at}@example.test,Ada,King,C-${at}`)
    const start = performance.now()
    const { body } = await send(['email,firstName,lastName,clientNumber', ...lines].join('\n'), { dryRun: false })
    const seconds = (performance.now() - start) / 1000
    expect(body.counts.create).toBe(400)
    process.stdout.write(`import: ${Math.round(400 / seconds)} rows/s\n`)
    expect(
      await query(`select count(*) from associations where client_number like 'C-%' and matter_number is null`),
    ).toEqual([{ count: '400' }])
  })
})

describe('the search for a payer to choose', () => {
  const find = async (query: Record<string, string>) =>
    await host.call(`/api/payers/find?${new URLSearchParams(query)}`, { headers: staff })

  it('finds a name in any case, with its accents or without, and not the archived ones nor the one that is left out', async () => {
    const make = async (data: Record<string, unknown>) =>
      Number((await host.payload.create({ collection: 'payers', data: data as never, overrideAccess: true })).id)
    const a = await make({ email: 'find1@example.test', firstName: 'Zo\u00eb', lastName: 'Qu\u00e9zada' })
    const b = await make({ email: 'find2@example.test', firstName: 'Zoe', lastName: 'Quezada' })
    const c = await make({ email: 'find3@example.test', businessName: 'Ça & 100% Kanzlei M\u00fcller' })
    const d = await make({ email: 'find4@example.test', firstName: '\u05e0\u05d5\u05e2\u05d4', lastName: 'Fall' })
    const ids = async (query: Record<string, string>) =>
      (await find(query)).body.docs.map(({ id }: { id: number }) => id).sort((one: number, two: number) => one - two)
    for (const q of ['zoe quez', 'ZOË QUÉZ', 'zoe\u0308 que\u0301z']) expect([q, await ids({ q })]).toEqual([q, [a, b]])
    expect(await ids({ q: 'zoe quez', except: String(a) })).toEqual([b])
    expect(await ids({ q: 'ca & 100% kanzlei muller' })).toEqual([c])
    expect(await ids({ q: 'FIND3@' })).toEqual([c])
    expect(await ids({ q: '\u05e0\u05d5\u05e2\u05d4' })).toEqual([d])
    expect(await ids({ q: '100_ kanzlei' })).toEqual([])
    await query('update payers set archived_at = now() where id = $1', [b])
    expect(await ids({ q: 'zoe quez' })).toEqual([a])
  })

  it('refuses what is no search, and whoever is no staff', async () => {
    for (const q of ['', ' ', 'x'.repeat(201), 'a\0b']) expect([q, (await find({ q })).status]).toEqual([q, 400])
    expect((await find({ q: 'a', except: 'x' })).status).toBe(404)
    expect((await host.call('/api/payers/find?q=a')).status).toBe(401)
  })
})

describe('doubles', () => {
  it('finds records with one email, name or phone, and leaves archived ones out', async () => {
    const make = async (data: Record<string, unknown>) =>
      Number((await host.payload.create({ collection: 'payers', data: data as never, overrideAccess: true })).id)
    const a = await make({ email: 'd1@example.test', firstName: 'Zoë', lastName: "O'Hara", phone: '+1 (212) 555-0199' })
    const b = await make({ email: 'd2@example.test', firstName: 'ZOË', lastName: 'O Hara' })
    const c = await make({ email: 'd3@example.test', firstName: 'X', phone: '12125550199' })
    const d = await make({ email: 'd3@example.test', firstName: 'Y' })
    const { groups } = (await host.call('/api/payers/duplicates', { headers: staff })).body
    const found = groups.map((group: Record<string, any>) => [
      group.reasons.join(),
      group.payers.map(({ id }: { id: number }) => id),
    ])
    expect(found).toEqual(
      expect.arrayContaining([
        ['name', [a, b]],
        ['phone', [a, c]],
        ['email', [c, d]],
      ]),
    )
    const one = (await host.call(`/api/payers/duplicates?payer=${b}`, { headers: staff })).body.groups
    expect(one.length).toBe(1)
    await query('update payers set archived_at = now() where id = $1', [a])
    expect((await host.call(`/api/payers/duplicates?payer=${b}`, { headers: staff })).body.groups).toEqual([])
    expect((await host.call('/api/payers/duplicates')).status).toBe(401)
  })
})

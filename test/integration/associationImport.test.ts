import { poolOf } from '../../src/base/database.ts'
import { createAssociation } from '../factories/createAssociation.ts'
import { createInvoice } from '../factories/createInvoice.ts'
import { createPayer } from '../factories/createPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { loginStaff, type StaffHeaders } from '../helpers/loginStaff.ts'

let host: Host
let staff: StaffHeaders
let ada: number
let bob: number

const query = async (text: string, values: unknown[] = []) => (await poolOf(host.payload).query(text, values)).rows
const send = (csv: string, options: Record<string, unknown> = {}, { on = host, headers = staff } = {}) =>
  on.call('/api/associations/import', { method: 'POST', body: { csv, ...options }, headers })
const payerOf = async (email: string) =>
  Number((await host.payload.create({ collection: 'payers', data: { email }, overrideAccess: true })).id)
const fates = ({ rows }: any): string[] => rows.map(({ fate }: any) => fate)
const stored = (payer: number) =>
  query(
    `select client_number, client_name, matter_number, matter_description, invoice_number, source, effect::text, ability::text, detail::text, ends_on, created_by
     from associations where payer_id = $1 order by id`,
    [payer],
  )

beforeAll(async () => {
  host = await bootHost()
  staff = await loginStaff(host)
  ada = await payerOf('ada@import.test')
  bob = await payerOf('bob@import.test')
  await createInvoice(host.payload, { clientNumber: 'C-1', matterNumber: 'M-1', clientName: '=Name' })
})
afterAll(() => host.close())
beforeEach(async () => {
  await query('delete from associations')
})

const RULE = {
  client_number: null,
  client_name: null,
  matter_number: null,
  matter_description: null,
  invoice_number: null,
  source: null,
  effect: 'include',
  ability: 'pay',
  detail: 'full',
  ends_on: null,
  created_by: 'staff@firm.test',
}

describe('the import of associations', () => {
  it('says the fate of every row, does the same when it is real, and creates nothing the second time', async () => {
    const archived = await payerOf('archived@import.test')
    await query('update payers set archived_at = now() where id = $1', [archived])
    await createAssociation(host.payload, ada, { clientNumber: 'C-7' })
    const csv = [
      '\ufeffPayer E-Mail;Client Number;Client Name;matter_number;matterDescription;invoice number;effect;ability;detail;Ends On;Shoe size',
      'ADA@import.test;C-1;;;;;;;;;41',
      `${bob};C-1;;M-1;;;Exclude;;;2099-12-31;`,
      'ada@import.test;;=Name;;;;include;See only;amounts only;2020-01-01;',
      'ada@import.test;C-1;;;;;include;pay;full;;',
      `${ada};C-7;;;;;;;;;`,
      'nobody@import.test;C-1;;;;;;;;;',
      '999999;C-1;;;;;;;;;',
      'archived@import.test;C-1;;;;;;;;;',
      'not an email;C-1;;;;;;;;;',
      ';C-1;;;;;;;;;',
      'ada@import.test;;;;;;;;;;',
      'ada@import.test;C-1;;;;;;;;12/31/2026;',
      'ada@import.test;C-1;;;;;;;;2026-02-30;',
      'ada@import.test;C-1;;;;;maybe;;;;',
      'ada@import.test;C-1;;;;;exclude;view;;;',
      'ada@import.test;"C-1\r\nBcc: v@v";;;;;;;;;',
      `ada@import.test;${'x'.repeat(501)};;;;;;;;;`,
      'ada@import.test;C-404;;;;;;;;;',
      'ada@import.test;"<img src=x onerror=alert(1)>";;;;;;;;;',
      'ada@import.test;"@SUM(1,1)*cmd|\' /C calc\'!A0";;;;;;;;;',
      'ada@import.test;C-2;;;;;;;;;;;;more',
    ].join('\r\n')
    const dry = await send(csv)
    expect([dry.status, dry.body.unknownColumns, dry.body.total, dry.body.next]).toEqual([200, ['Shoe size'], 21, null])
    expect(
      dry.body.rows.map(({ fate, column, reason, notes }: any) => [fate, column, reason ?? notes.join(' ')]),
    ).toEqual([
      ['create', null, ''],
      ['create', null, 'What it hides can be seen again after 2099-12-31.'],
      [
        'create',
        null,
        'It has ended already. It goes by a name: a namesake is matched too, and a renamed one no longer.',
      ],
      ['skip', null, 'The same association as in line 2.'],
      ['skip', null, 'The payer has this association already.'],
      ['error', 'payer', 'No payer has this email.'],
      ['error', 'payer', 'No payer has this number.'],
      ['error', 'payer', 'This payer is archived.'],
      ['error', 'payer', 'This is neither a number nor one valid email.'],
      ['error', 'payer', 'There is no payer: write the email or the number.'],
      ['error', null, expect.stringContaining('There is no condition')],
      ['error', 'endsOn', 'Write a date that exists as in 2026-12-31.'],
      ['error', 'endsOn', 'Write a date that exists as in 2026-12-31.'],
      ['error', 'effect', 'Write include or exclude.'],
      ['error', 'ability', 'An exclusion hides: leave ability and detail blank.'],
      ['error', 'clientNumber', 'This has a line break or another control character.'],
      ['error', 'clientNumber', 'This is longer than 500 characters.'],
      ['create', null, 'No invoice matches it at the moment.'],
      ['create', null, 'No invoice matches it at the moment.'],
      ['create', null, 'No invoice matches it at the moment.'],
      ['error', null, 'This row has more cells than there are columns.'],
    ])
    expect(await stored(bob)).toEqual([])
    const real = await send(csv, { dryRun: false })
    expect(fates(real.body)).toEqual(fates(dry.body))
    expect(await stored(bob)).toEqual([
      { ...RULE, client_number: 'C-1', matter_number: 'M-1', effect: 'exclude', ends_on: '2099-12-31' },
    ])
    expect((await stored(ada)).slice(1)).toEqual([
      { ...RULE, client_number: 'C-1' },
      { ...RULE, client_name: '=Name', ability: 'view', detail: 'amounts', ends_on: '2020-01-01' },
      { ...RULE, client_number: 'C-404' },
      { ...RULE, client_number: '<img src=x onerror=alert(1)>' },
      { ...RULE, client_number: "@SUM(1,1)*cmd|' /C calc'!A0" },
    ])
    const again = await send(csv, { dryRun: false })
    expect(again.body.counts).toEqual({ create: 0, skip: 8, error: 13 })
    const audit = await query(`select data from audit_log where action = 'associations_imported' order by id`)
    expect(audit.map(({ data }) => data)).toMatchObject([
      { create: 6, skip: 2, error: 13 },
      { create: 0, skip: 8, error: 13 },
    ])
    expect(await query(`select 1 from audit_log where action = 'association_created'`)).toHaveLength(6)
  })

  it('two payers with one email are told apart by the number alone', async () => {
    const twin = await payerOf('twin@import.test')
    await query(`insert into payers (email, name) values ('Twin@import.test', 'Twin')`)
    const { body } = await send(`payer,clientNumber\ntwin@import.test,C-1\n${twin},C-1`, { dryRun: false })
    expect(body.rows).toMatchObject([
      { fate: 'error', reason: 'Several payers have this email: write the number of the one.' },
      { fate: 'create', payer: twin },
    ])
  })

  it.each([
    ['no file', {}],
    ['no column of payers', { csv: 'clientNumber\nC-1' }],
    ['a column twice', { csv: 'payer,email,clientNumber\na,b,c' }],
    ['an open quote', { csv: 'payer,clientNumber\n"a,C-1' }],
    ['too many rows', { csv: `payer,clientNumber\n${'1,C-1\n'.repeat(10_001)}` }],
    ['too large a file', { csv: `payer,clientNumber\n1,${'x'.repeat(5 * 1024 * 1024)}` }],
    ['a wrong option', { csv: 'payer,clientNumber\n1,C-1', dryRun: 'no' }],
  ])('refuses %s with 400', async (_name, body) => {
    const answer = await host.call('/api/associations/import', { method: 'POST', headers: staff, body })
    expect([answer.status, answer.body.errors[0].data.code]).toEqual([400, 'bad_request'])
  })

  it('takes a file in parts: a row that repeats one of another part is passed over in the dry run too', async () => {
    const csv = 'payer,clientNumber\nada@import.test,C-1\nada@import.test,C-2\nada@import.test,C-1\n'
    const [first, second] = [await send(csv, { limit: 2 }), await send(csv, { from: 2, limit: 2 })]
    expect([first.body.next, fates(first.body), second.body.next, fates(second.body)]).toEqual([
      2,
      ['create', 'create'],
      null,
      ['skip'],
    ])
    await send(csv, { limit: 2, dryRun: false })
    await send(csv, { from: 2, limit: 2, dryRun: false })
    expect(await stored(ada)).toHaveLength(2)
  })

  it('two imports of one file at the same moment make each association once', async () => {
    const csv = ['payer,clientNumber', ...Array.from({ length: 50 }, (_, at) => `${ada},C-${at}`)].join('\n')
    const answers = await Promise.all(Array.from({ length: 4 }, () => send(csv, { dryRun: false })))
    expect(answers.reduce((sum, { body }) => sum + body.counts.create, 0)).toBe(50)
    expect(await stored(ada)).toHaveLength(50)
  })

  it('10,000 rows for 500 payers are checked and stored in seconds, in a number of statements that does not grow with the rows', async () => {
    await query(
      `insert into payers (email, name) select 'bulk-' || n || '@import.test', 'Bulk ' || n from generate_series(1, 500) n`,
    )
    await query(`insert into invoices (source, external_id, number, client_number, currency, total, balance, pending, status)
      select 'firm', 'bulk-' || n, 'B-' || n, 'B-' || n % 2000, 'usd', 1, 1, 0, 'open' from generate_series(1, 20000) n`)
    await query('analyze')
    const lines = Array.from({ length: 10_000 }, (_, at) => `bulk-${(at % 500) + 1}@import.test,B-${at % 2500},,${at}`)
    const csv = ['payer,clientNumber,endsOn,invoiceNumber', ...lines].join('\n')
    await query('create extension if not exists pg_stat_statements')
    await query(
      'select pg_stat_statements_reset(0, (select oid from pg_database where datname = current_database()), 0)',
    )
    const begin = performance.now()
    const dry = await send(csv)
    const middle = performance.now()
    const real = await send(csv, { dryRun: false })
    const [dryMs, realMs] = [middle - begin, performance.now() - middle]
    expect([dry.body.counts, real.body.counts]).toEqual([
      { create: 10_000, skip: 0, error: 0 },
      { create: 10_000, skip: 0, error: 0 },
    ])
    const [{ calls }] =
      await query(`select sum(calls)::int as calls from pg_stat_statements s join pg_database d on d.oid = s.dbid
      where d.datname = current_database() and query !~ 'pg_stat_statements'`)
    expect(calls).toBeLessThan(120)
    expect([dryMs, realMs].every((ms) => ms < 20_000)).toBe(true)
    expect(await query(`select 1 from associations`)).toHaveLength(10_000)
  }, 60_000)

  it('a row that cannot be stored stops no other, and goes through the host\u2019s own hooks', async () => {
    const own = await bootHost({
      portal: {
        overrides: {
          associations: ({ defaultCollection }) => ({
            ...defaultCollection,
            hooks: {
              ...defaultCollection.hooks,
              beforeChange: [
                ...(defaultCollection.hooks?.beforeChange ?? []),
                ({ data }) => {
                  if (data.clientNumber === 'C-2') throw new Error('Not this one')
                  return data
                },
              ],
            },
          }),
        },
      },
    })
    try {
      const headers = await loginStaff(own)
      const payer = await createPayer(own.payload)
      const csv = `payer,clientNumber\n${payer},C-1\n${payer},C-2\n${payer},C-3\n`
      const { body } = await send(csv, { dryRun: false }, { on: own, headers })
      expect(fates(body)).toEqual(['create', 'error', 'create'])
      expect(body.rows[1].reason).toBe('This row could not be stored.')
      const { rows } = await poolOf(own.payload).query('select client_number from associations order by id')
      expect(rows).toEqual([{ client_number: 'C-1' }, { client_number: 'C-3' }])
    } finally {
      await own.close()
    }
  })
})

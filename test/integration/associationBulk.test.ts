import { poolOf } from '../../src/base/database.ts'
import { createAssociation } from '../factories/createAssociation.ts'
import { createInvoice } from '../factories/createInvoice.ts'
import { createPayer } from '../factories/createPayer.ts'
import { loginPayer } from '../factories/loginPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { loginStaff, type StaffHeaders } from '../helpers/loginStaff.ts'

let host: Host
let staff: StaffHeaders
beforeAll(async () => {
  host = await bootHost()
  staff = await loginStaff(host)
  await createInvoice(host.payload, { clientNumber: 'C-1', balance: 700 })
})
afterAll(() => host.close())

const bulk = (body: object, on = host, headers: Record<string, string> = staff) =>
  on.call('/api/associations/bulk', { method: 'POST', headers, body })
const query = async (text: string, values: unknown[] = [], on = host) =>
  (await poolOf(on.payload).query(text, values)).rows
const rulesOf = (payer: number, on = host) =>
  query(
    'select client_number, matter_number, effect::text, ability::text, detail::text, ends_on, created_by, updated_by from associations where payer_id = $1 order by id',
    [payer],
    on,
  )

const SET = [
  { clientNumber: ' C-1 ', ability: 'view', endsOn: '2099-12-31' },
  { clientNumber: 'C-2', matterNumber: 'M-2', effect: 'exclude' },
]

describe('the same associations to several payers', () => {
  it('previews each payer and writes nothing, then adds to each what it has not, and says what it had', async () => {
    const [fresh, has] = [await createPayer(host.payload), await createPayer(host.payload)]
    await bulk({ payers: [has], associations: SET.slice(0, 1), dryRun: false })
    const dry = await bulk({ payers: [fresh, has, 2_000_000], associations: SET })
    expect(dry.body).toMatchObject({
      dryRun: true,
      results: [
        {
          payer: fresh,
          result: 'added',
          added: 2,
          same: 0,
          totals: [{ currency: 'usd', openCount: 1, openTotal: 700 }],
        },
        { payer: has, result: 'added', added: 1, same: 1, totals: [{ openCount: 1 }] },
        { payer: 2_000_000, result: 'not_found', added: 0 },
      ],
    })
    expect(dry.body.results[0].warnings.map(({ code }: any) => code)).toEqual(['matches_nothing'])
    expect(await rulesOf(fresh)).toEqual([])
    const real = await bulk({ payers: [fresh, has, 2_000_000], associations: [...SET, ...SET], dryRun: false })
    expect(real.body.results.map(({ result, added, same }: any) => [result, added, same])).toEqual([
      ['added', 2, 2],
      ['added', 1, 3],
      ['not_found', 0, 0],
    ])
    const signed = { created_by: 'staff@firm.test', updated_by: null }
    const stored = [
      {
        client_number: 'C-1',
        matter_number: null,
        effect: 'include',
        ability: 'view',
        detail: 'full',
        ends_on: '2099-12-31',
        ...signed,
      },
      {
        client_number: 'C-2',
        matter_number: 'M-2',
        effect: 'exclude',
        ability: 'pay',
        detail: 'full',
        ends_on: null,
        ...signed,
      },
    ]
    expect([await rulesOf(fresh), await rulesOf(has)]).toEqual([stored, stored])
    const again = await bulk({ payers: [fresh], associations: SET, dryRun: false })
    expect(again.body.results).toMatchObject([{ result: 'same', added: 0, same: 2 }])
  })

  it('stores what one made alone stores, whichever way', async () => {
    const [together, alone] = [await createPayer(host.payload), await createPayer(host.payload)]
    await bulk({ payers: [together], associations: SET, dryRun: false })
    for (const one of SET)
      await host.call('/api/associations', { method: 'POST', headers: staff, body: { payer: alone, ...one } })
    expect(await rulesOf(together)).toEqual(await rulesOf(alone))
  })

  it('leaves an archived payer alone, and takes neither too many payers nor a rule without a condition', async () => {
    const archived = await createPayer(host.payload)
    await query('update payers set archived_at = now() where id = $1', [archived])
    expect((await bulk({ payers: [archived], associations: SET, dryRun: false })).body.results).toMatchObject([
      { payer: archived, result: 'archived', added: 0 },
    ])
    const payers = [await createPayer(host.payload)]
    for (const body of [
      { payers: Array.from({ length: 101 }, (_, at) => at + 1), associations: SET },
      { payers: [], associations: SET },
      { payers: ['a'], associations: SET },
      { payers },
      { payers, associations: [] },
      { payers, associations: [{ clientNumber: ' ' }] },
      { payers, associations: [{ clientNumber: 'C-1', endsOn: '2026-02-30' }] },
      { payers, associations: SET, dryRun: 'no' },
    ])
      expect((await bulk(body)).status).toBe(400)
    expect(await rulesOf(payers[0] ?? 0)).toEqual([])
  })

  it('two who add the same at the same moment add it once', async () => {
    const payer = await createPayer(host.payload)
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => bulk({ payers: [payer], associations: SET, dryRun: false })),
    )
    const added = answers.map(({ body }) => body.results[0].added)
    expect(added.reduce((sum, one) => sum + one, 0)).toBe(2)
    expect(await rulesOf(payer)).toHaveLength(2)
  })

  it('is closed to payers and to nobody', async () => {
    const { headers } = await loginPayer(host)
    const body = { payers: [1], associations: SET }
    for (const who of [headers, {}]) expect((await bulk(body, host, who)).status).toBe(401)
  })

  it('goes through the host\u2019s own hooks where there are some, all of a payer\u2019s or none', async () => {
    const own = await bootHost({
      portal: {
        overrides: {
          associations: ({ defaultCollection }) => ({
            ...defaultCollection,
            hooks: {
              ...defaultCollection.hooks,
              beforeValidate: [
                ...(defaultCollection.hooks?.beforeValidate ?? []),
                ({ data }) => {
                  if (data?.clientNumber === 'C-2') throw new Error('Not this one')
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
      await createAssociation(own.payload, payer, { clientNumber: 'C-9' })
      const refused = await bulk({ payers: [payer], associations: SET, dryRun: false }, own, headers)
      expect(refused.body.results).toMatchObject([
        { result: 'failed', added: 0, reason: 'This row could not be stored.' },
      ])
      expect(await rulesOf(payer, own)).toHaveLength(1)
      const fine = await bulk({ payers: [payer], associations: SET.slice(0, 1), dryRun: false }, own, headers)
      expect(fine.body.results).toMatchObject([{ result: 'added', added: 1 }])
      expect(await rulesOf(payer, own)).toMatchObject([{}, { client_number: 'C-1', created_by: 'staff@firm.test' }])
    } finally {
      await own.close()
    }
  })
})

describe('who set an association', () => {
  it('is written by the server alone, with who changed it last', async () => {
    const payer = await createPayer(host.payload)
    const forged = { createdBy: 'somebody@else.test', updatedBy: 'somebody@else.test' }
    const { body } = await host.call('/api/associations', {
      method: 'POST',
      headers: staff,
      body: { payer, clientNumber: 'C-1', ...forged },
    })
    expect(body.doc).toMatchObject({ createdBy: 'staff@firm.test', updatedBy: null })
    const other = await loginStaff(host, 'other@firm.test')
    const call = { method: 'PATCH', headers: other, body: { ability: 'view', ...forged } }
    const changed = await host.call(`/api/associations/${body.doc.id}`, call)
    expect(changed.body.doc).toMatchObject({
      createdBy: 'staff@firm.test',
      updatedBy: 'other@firm.test',
      ability: 'view',
    })
    const data = { payer, clientNumber: 'C-2', effect: 'include', ...forged } as never
    const made = await host.payload.create({ collection: 'associations', data, overrideAccess: true })
    expect(made).toMatchObject({ createdBy: null, updatedBy: null })
  })
})

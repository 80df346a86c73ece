import { poolOf } from '../../src/base/database.ts'
import { createAssociation } from '../factories/createAssociation.ts'
import { createInvoice } from '../factories/createInvoice.ts'
import { createPayer } from '../factories/createPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { loginStaff, type StaffHeaders } from '../helpers/loginStaff.ts'

let host: Host
let staff: StaffHeaders
let invoiceNumber: string | null
beforeAll(async () => {
  host = await bootHost()
  staff = await loginStaff(host)
  for (const clientNumber of ['C-1', 'C-1', 'C-2'])
    await createInvoice(host.payload, {
      clientNumber,
      clientName: `Name of ${clientNumber}`,
      matterNumber: 'M-1',
      balance: 100,
    })
  const several = [
    { matterNumber: 'M-8', matterDescription: 'Eight' },
    { matterNumber: 'M-9', matterDescription: 'Nine' },
  ]
  invoiceNumber = (await createInvoice(host.payload, { clientNumber: 'C-3', balance: 100, matters: several })).number
})
afterAll(() => host.close())
beforeEach(async () => {
  await poolOf(host.payload).query('delete from associations')
})

const preview = async (payer: number, body: object) => {
  const answer = await host.call(`/api/payers/${payer}/preview`, { method: 'POST', headers: staff, body })
  expect([answer.status, answer.text.slice(0, 200)]).toEqual([200, expect.anything()])
  return answer.body
}
const codes = (body: any): string[] => body.warnings.map(({ code }: any) => code)
const open = (body: any): number => body.totals.reduce((sum: number, { openCount }: any) => sum + openCount, 0)

describe('the preview of associations', () => {
  it.each([
    ['nothing is matched', [{ clientNumber: 'C-0' }], ['sees_nothing', 'matches_nothing']],
    ['a rule goes by a name', [{ clientName: 'Name of C-1' }], ['by_name']],
    [
      'an exclusion ends',
      [{ clientNumber: 'C-1' }, { clientNumber: 'C-1', matterNumber: 'M-1', effect: 'exclude', endsOn: '2099-01-01' }],
      ['sees_nothing', 'exclude_ends'],
    ],
    ['a rule has ended', [{ clientNumber: 'C-1', endsOn: '2020-01-01' }], ['sees_nothing', 'ended']],
    [
      '“see only” has no effect',
      [{ clientNumber: 'C-1' }, { clientNumber: 'C-1', matterNumber: 'M-1', ability: 'view' }],
      ['view_only_without_effect'],
    ],
    [
      'an exclusion names one of several matters',
      [{ clientNumber: 'C-3' }, { clientNumber: 'C-3', matterNumber: 'M-9', effect: 'exclude' }],
      ['sees_nothing'],
    ],
    ['all is well', [{ clientNumber: 'C-1' }], []],
  ])('warns when %s', async (_name, associations, expected) => {
    expect(codes(await preview(await createPayer(host.payload), { associations }))).toEqual(expected)
  })

  it('warns of what is very wide', async () => {
    for (let at = 0; at < 1001; at += 1) await createInvoice(host.payload, { clientNumber: 'C-wide', balance: 1 })
    const body = await preview(await createPayer(host.payload), { associations: [{ clientNumber: 'C-wide' }] })
    expect(codes(body)).toEqual(['very_wide'])
    expect(body.warnings[0].message).toContain('1,001')
  })

  it('says of a stored “see only” that a draft takes its effect, and nothing else of what is stored', async () => {
    const payer = await createPayer(host.payload)
    await createAssociation(host.payload, payer, { clientNumber: 'C-1', matterNumber: 'M-1', ability: 'view' })
    await createAssociation(host.payload, payer, { clientName: 'Nobody at all' })
    expect(codes(await preview(payer, { associations: [{ clientNumber: 'C-2' }] }))).toEqual([])
    expect(codes(await preview(payer, { associations: [{ clientNumber: 'C-1' }] }))).toEqual([
      'view_only_without_effect',
    ])
  })

  it('of an edit counts the new rule instead of the stored one', async () => {
    const payer = await createPayer(host.payload)
    const { id } = await createAssociation(host.payload, payer, { clientNumber: 'C-1' })
    const edited = { clientNumber: 'C-1', matterNumber: 'M-1', ability: 'view' }
    const body = await preview(payer, { associations: [edited], replacing: [id] })
    expect([open(body), codes(body)]).toEqual([2, []])
    expect(open(await preview(payer, { associations: [{ clientNumber: 'C-2' }], replacing: [id] }))).toBe(1)
    expect(open(await preview(payer, { associations: [], replacing: [id] }))).toBe(0)
    expect(open(await preview(payer, { associations: [] }))).toBe(2)
    for (const replacing of ['1', [0], ['a'], [], Array.from({ length: 501 }, (_, at) => at + 1)]) {
      const call = { method: 'POST', headers: staff, body: { associations: [], replacing } }
      expect((await host.call(`/api/payers/${payer}/preview`, call)).status).toBe(400)
    }
  })

  it.each([
    ['client number', { clientNumber: 'C-3' }],
    ['client name', { clientName: 'Client One' }],
    ['invoice number', () => ({ invoiceNumber })],
    ['client and invoice', () => ({ clientNumber: 'C-3', invoiceNumber })],
  ])('names the other payer whose rule by %s shows some of the same invoices', async (_name, given) => {
    const rule = typeof given === 'function' ? given() : given
    const data = { email: `other-${_name.replaceAll(' ', '')}@overlap.test`, businessName: `Other by ${_name}` }
    const other = Number((await host.payload.create({ collection: 'payers', data, overrideAccess: true })).id)
    const made = await createAssociation(host.payload, other, rule)
    const payer = await createPayer(host.payload)
    const ask = async (draft: object = { clientNumber: 'C-3' }) =>
      (await preview(payer, { associations: [draft] })).warnings.filter(({ code }: any) => code === 'overlaps')
    expect((await ask())[0]?.message).toBe(
      `Another payer sees some of the same open invoices: Other by ${_name} (no. ${other}).`,
    )
    expect(await ask({ clientNumber: 'C-1' })).toEqual([])
    expect(await ask({ clientNumber: 'C-3', effect: 'exclude' })).toEqual([])
    await host.payload.update({
      collection: 'associations',
      id: made.id,
      data: { endsOn: '2020-01-01' },
      overrideAccess: true,
    })
    expect(await ask()).toEqual([])
  })

  it('counts those who overlap and names the first five', async () => {
    for (let at = 0; at < 7; at += 1)
      await createAssociation(host.payload, await createPayer(host.payload), {
        matterNumber: 'M-1',
        clientNumber: 'C-2',
      })
    const { warnings } = await preview(await createPayer(host.payload), { associations: [{ clientNumber: 'C-2' }] })
    expect(warnings[0].message).toMatch(
      /^7 other payers see some .*: (.+ \(no\. \d+\), ){4}.+ \(no\. \d+\) and 2 more\.$/,
    )
  })
})

describe('staff who may not read payers', () => {
  it('are told that others see the same, not who', async () => {
    const closed = await bootHost({
      portal: {
        overrides: {
          payers: ({ defaultCollection }) => ({
            ...defaultCollection,
            access: { ...defaultCollection.access, read: () => false },
          }),
        },
      },
    })
    try {
      const headers = await loginStaff(closed)
      const { id: invoice } = await createInvoice(closed.payload, { clientNumber: 'C-1' })
      const payers = [await createPayer(closed.payload), await createPayer(closed.payload)] as const
      await createAssociation(closed.payload, payers[0], { clientNumber: 'C-1' })
      const asked = { method: 'POST', headers, body: { associations: [{ clientNumber: 'C-1' }] } }
      const { body } = await closed.call(`/api/payers/${payers[1]}/preview`, asked)
      expect(body.warnings).toMatchObject([{ message: 'Another payer sees some of the same open invoices.' }])
      const sight = await closed.call(`/api/invoices/${invoice}/payers`, { headers })
      expect(sight.body).toMatchObject({ totalDocs: 1, docs: [{ payer: null, sees: true, rules: [] }] })
    } finally {
      await closed.close()
    }
  })
})

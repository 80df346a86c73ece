import { sql } from '@payloadcms/db-postgres'
import fc from 'fast-check'
import { assertScopeWhere } from '../../access/scope/assertScopeWhere.ts'
import { scopeCondition } from '../../access/scope/scopeCondition.ts'
import { scopeWhere } from '../../access/scope/scopeWhere.ts'
import { visibleInvoicesSql } from '../../access/scope/visibleInvoices.ts'
import { poolOf } from '../../src/base/database.ts'
import { dateIn } from '../../src/base/dates.ts'
import { type AssociationRow, createAssociation } from '../factories/createAssociation.ts'
import { createInvoice } from '../factories/createInvoice.ts'
import { createPayer } from '../factories/createPayer.ts'
import { loginPayer } from '../factories/loginPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { type Seen, scopeTwin } from './scopeTwin.ts'
import { world } from './scopeWorld.ts'

const TODAY = '2026-06-15'
const VISIBLE = visibleInvoicesSql({ payer: '$1', today: '$2' })

let host: Host

beforeAll(async () => {
  host = await bootHost()
})
afterAll(() => host.close())

async function visible(payer: number, today = TODAY): Promise<Seen[]> {
  const { rows } = await poolOf(host.payload).query<{ invoice_id: number; can_pay: boolean; full_detail: boolean }>(
    `select * from (${VISIBLE}) s order by invoice_id`,
    [payer, today],
  )
  return rows.map((row) => ({ id: row.invoice_id, canPay: row.can_pay, fullDetail: row.full_detail }))
}

async function emptyTables(): Promise<void> {
  await poolOf(host.payload).query('truncate invoices, associations restart identity cascade')
}

describe('the scope of a payer', () => {
  it('S-01 random rules over random invoices show what a plain filter in memory shows, and nothing without an include', async () => {
    let shown = 0
    await fc.assert(
      fc.asyncProperty(world, async ({ rules, invoices: given }) => {
        await emptyTables()
        const payer = await createPayer(host.payload)
        for (const row of rules) await createAssociation(host.payload, payer, row)
        const invoices = []
        for (const row of given) invoices.push(await createInvoice(host.payload, row))
        const expected = scopeTwin({ rules, invoices, today: TODAY })
        shown += expected.length
        expect(await visible(payer)).toEqual(expected)
        if (!rules.some(({ effect }) => effect === 'include')) expect(expected).toEqual([])
      }),
      { numRuns: 250 },
    )
    expect(shown).toBeGreaterThan(0)
  })

  it.each([
    ['no association', []],
    ['only an ended one', [{ clientNumber: 'C-1', endsOn: '2020-01-01' }]],
    ['only an exclusion', [{ clientNumber: 'C-1', effect: 'exclude' }]],
    ['only blanks', [{ clientNumber: '' }, { clientNumber: ' ', matterNumber: '\t' }]],
    ['no condition at all', [{ clientNumber: null }]],
  ] as [string, Partial<AssociationRow>[]][])('S-01 with %s a payer sees nothing at any door', async (_name, rules) => {
    await emptyTables()
    const payer = await loginPayer(host)
    const { id } = await createInvoice(host.payload)
    await createInvoice(host.payload, { clientNumber: '' })
    for (const row of rules) await createAssociation(host.payload, payer.id, row)
    expect(await visible(payer.id)).toEqual([])
    expect(await scopeWhere({ payload: host.payload, payer: payer.id })).toBe(false)
    const { headers } = payer
    expect((await host.call('/api/portal/summary', { headers })).body).toMatchObject({ totals: [], credits: [] })
    expect((await host.call('/api/portal/invoices?status=all', { headers })).body.docs).toEqual([])
    for (const path of [`/api/portal/invoices/${id}`, `/api/portal/invoices/${id}/pdf`])
      expect((await host.call(path, { headers })).status).toBe(404)
    expect((await host.call('/api/invoices', { headers })).status).toBe(403)
    expect((await host.call(`/api/invoices/${id}`, { headers })).status).toBe(403)
  })

  it('S-02 only `{ id: { in: [ids] } }` passes as a scope; anything else is false', () => {
    expect(assertScopeWhere({ id: { in: [1, 2] } })).toEqual({ id: { in: [1, 2] } })
    const bad: unknown[] = [
      undefined,
      null,
      {},
      [],
      'id',
      true,
      { id: {} },
      { id: { in: [] } },
      { id: { in: undefined } },
      { id: { in: new Set([1]) } },
      { id: { in: '1,2' } },
      { id: { in: [1, '2'] } },
      { id: { in: [0] } },
      { id: { in: [1.5] } },
      { id: { in: [2 ** 40] } },
      { id: { in: [Number.NaN] } },
      { id: { equal: [1] } },
      { id: { equals: 1 } },
      { id: { in: [1], not_in: [2] } },
      { and: [], or: [{}] },
      { or: [] },
      { id: { in: [1] }, or: [{}] },
      { clientNumber: { in: ['C0'] } },
      { id: { in: [sql`true`] } },
      { id: { in: [sql`select id from invoices`, 1] } },
      { id: { in: [scopeCondition({ payer: 1, today: '2026-01-01', width: 'wide' }), 1] } },
      { id: { in: [{ ...scopeCondition({ payer: 1, today: '2026-01-01', width: 'wide' }) }] } },
    ]
    expect(bad.map(assertScopeWhere)).toEqual(bad.map(() => false))
  })

  it('S-02 an id that cannot be one gives false', async () => {
    const payer = await createPayer(host.payload)
    for (const id of ['abc', '1 or 1=1', 2 ** 40, 0, -1, '', '1.5', Number.NaN]) {
      expect(await scopeWhere({ payload: host.payload, payer, invoice: id })).toBe(false)
    }
  })

  it('S-04 wildcards, commas, quotes and leading zeros are ordinary characters', async () => {
    await emptyTables()
    const numbers = ['C0,C1', 'C0', 'C1', '0012', '12', '%', '1%', '_', 'x', "O'Brien", 'OBrien', 'AB1', 'ab1']
    const ids = new Map<string, number>()
    for (const clientNumber of numbers) ids.set(clientNumber, (await createInvoice(host.payload, { clientNumber })).id)
    for (const clientNumber of numbers) {
      const payer = await createPayer(host.payload)
      await createAssociation(host.payload, payer, { clientNumber })
      expect((await visible(payer)).map(({ id }) => id)).toEqual([ids.get(clientNumber)])
    }
  })

  it('S-04 the stored form of a value is trimmed and NFC on both sides, and nothing else is folded', async () => {
    await emptyTables()
    const { id } = await createInvoice(host.payload, { clientName: 'Caf\u00e9' })
    const payer = await createPayer(host.payload)
    const data = { payer, clientName: '  Cafe\u0301 ', effect: 'include' as const }
    const stored = await host.payload.create({ collection: 'associations', data, overrideAccess: true })
    expect(stored.clientName).toBe('Caf\u00e9')
    expect((await visible(payer)).map((seen) => seen.id)).toEqual([id])
  })

  it('endsOn is the last day, and the day turns in the firm\u2019s time zone', async () => {
    await emptyTables()
    const payer = await createPayer(host.payload)
    await createInvoice(host.payload)
    await createAssociation(host.payload, payer, { clientNumber: 'C-1', endsOn: TODAY })
    expect(await visible(payer, TODAY)).toHaveLength(1)
    expect(await visible(payer, '2026-06-16')).toHaveLength(0)
    expect(dateIn('America/New_York', new Date('2026-06-16T03:59:00Z'))).toBe(TODAY)
    expect(dateIn('America/New_York', new Date('2026-06-16T04:00:00Z'))).toBe('2026-06-16')
  })

  it('an invoice over several matters is shown by client and number only, and hidden by an exclusion of any of its matters', async () => {
    await emptyTables()
    const matters = [
      { matterNumber: 'M-1', matterDescription: 'One' },
      { matterNumber: 'M-2', matterDescription: 'Two' },
    ]
    const { id, number } = await createInvoice(host.payload, { matters })
    const see = async (...rules: Partial<AssociationRow>[]) => {
      const payer = await createPayer(host.payload)
      for (const row of rules) await createAssociation(host.payload, payer, row)
      return (await visible(payer)).map((seen) => seen.id)
    }
    expect(await see({ matterNumber: 'M-1' })).toEqual([])
    expect(await see({ clientNumber: 'C-1', matterNumber: 'M-1' })).toEqual([])
    expect(await see({ clientNumber: 'C-1' })).toEqual([id])
    expect(await see({ clientNumber: 'C-1', invoiceNumber: number })).toEqual([id])
    expect(await see({ clientNumber: 'C-1' }, { matterNumber: 'M-2', effect: 'exclude' })).toEqual([])
    expect(
      await see({ clientNumber: 'C-1' }, { matterNumber: 'M-2', matterDescription: 'One', effect: 'exclude' }),
    ).toEqual([id])
    expect(await see({ clientNumber: 'C-1' }, { clientNumber: 'C-2', matterNumber: 'M-2', effect: 'exclude' })).toEqual(
      [id],
    )
  })

  it('S-08 a changed association counts on the very next request', async () => {
    await emptyTables()
    const payer = await loginPayer(host)
    const { id } = await createInvoice(host.payload)
    const see = async () =>
      (await host.call('/api/portal/invoices', { headers: payer.headers })).body.docs.map(
        (doc: { id: number }) => doc.id,
      )
    expect(await see()).toEqual([])
    const association = await createAssociation(host.payload, payer.id, { clientNumber: 'C-1' })
    expect(await see()).toEqual([id])
    await host.payload.update({
      collection: 'associations',
      id: association.id,
      data: { clientNumber: 'C-2' },
      overrideAccess: true,
    })
    expect(await see()).toEqual([])
  })

  it('reads invoices by index for every kind of rule, among 100,000', async () => {
    await emptyTables()
    const pool = poolOf(host.payload)
    await pool.query(`insert into invoices (source, external_id, number, client_number, client_name, matter_number, matter_description, issued_on, due_on, currency, total, balance, pending, status)
      select 'firm', n::text, 'N-' || n, 'C-' || n % 5000, 'Client ' || n % 5000, 'M-' || n % 20000, 'Text ' || n % 20000, '2026-01-01', '2026-02-01', 'usd', 1, 1, 0, 'open' from generate_series(1, 100000) n`)
    await pool.query('analyze invoices')
    const rules: Partial<AssociationRow>[] = [
      { clientNumber: 'C-7' },
      { clientName: 'Client 7' },
      { matterNumber: 'M-7' },
      { matterDescription: 'Text 7' },
      { invoiceNumber: 'N-7' },
      { clientNumber: 'C-7', matterNumber: 'M-7' },
      { clientNumber: 'C-8', effect: 'exclude' },
      { matterNumber: 'M-9', effect: 'exclude' },
    ]
    const payer = await createPayer(host.payload)
    for (const row of rules) await createAssociation(host.payload, payer, row)
    await pool.query('analyze associations')
    const { rows } = await pool.query<{ 'QUERY PLAN': string }>(`explain (analyze, costs off) ${VISIBLE}`, [
      payer,
      TODAY,
    ])
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(plan).not.toMatch(/Seq Scan on invoices\b/)
    expect(plan).toMatch(/Index.* on invoices/)
    const { rows: counted } = await pool.query<{ n: number }>(
      `select count(*)::int as n from invoices where (client_number = 'C-7' or matter_number = 'M-7') and client_number <> 'C-8'`,
    )
    expect((await visible(payer)).length).toBe(counted[0]?.n)
  })
})

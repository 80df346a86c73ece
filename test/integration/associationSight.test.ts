import fc from 'fast-check'
import { visibleInvoicesSql } from '../../access/scope/visibleInvoices.ts'
import { WHO_SEES_SQL, whoSees } from '../../src/associations/whoSees.ts'
import { poolOf } from '../../src/base/database.ts'
import { dateIn } from '../../src/base/dates.ts'
import { type AssociationRow, createAssociation } from '../factories/createAssociation.ts'
import { createInvoice } from '../factories/createInvoice.ts'
import { createPayer } from '../factories/createPayer.ts'
import { loginPayer } from '../factories/loginPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { loginStaff, type StaffHeaders } from '../helpers/loginStaff.ts'
import { worldWith } from './scopeWorld.ts'

const VISIBLE = visibleInvoicesSql({ payer: '$1', today: '$2' })

let host: Host
let staff: StaffHeaders
beforeAll(async () => {
  host = await bootHost()
  staff = await loginStaff(host)
})
afterAll(() => host.close())

const query = async (text: string, values: unknown[] = []) => (await poolOf(host.payload).query(text, values)).rows
const dayAway = (days: number) => dateIn('America/New_York', new Date(Date.now() + days * 86_400_000))
const today = () => dayAway(0)
const emptyTables = () => query('truncate invoices, associations restart identity cascade')
const ask = (invoice: number | string, search = '') =>
  host.call(`/api/invoices/${invoice}/payers${search}`, { headers: staff })

/** What the scope says of every payer and every invoice. */
async function scopeOf(payers: readonly number[]): Promise<string[]> {
  const seen: string[] = []
  for (const payer of payers)
    for (const { invoice_id, can_pay, full_detail } of await query(`select * from (${VISIBLE}) s`, [payer, today()]))
      seen.push(`${payer} ${invoice_id} ${can_pay} ${full_detail}`)
  return seen.sort()
}

describe('who can see an invoice', () => {
  it('S-01 is what the scope says, for every payer and every invoice of random worlds', async () => {
    const payers = [await createPayer(host.payload), await createPayer(host.payload), await createPayer(host.payload)]
    let seen = 0
    let hidden = 0
    await fc.assert(
      fc.asyncProperty(worldWith({ most: 12, ends: [-1, 0, 1].map(dayAway) }), async ({ rules, invoices: given }) => {
        await emptyTables()
        for (const [at, row] of rules.entries()) {
          const payer = payers[at % payers.length] ?? 0
          await createAssociation(host.payload, payer, row)
          if (at % 4 === 0) await createAssociation(host.payload, payer, { ...row, endsOn: null, effect: 'exclude' })
        }
        const answered: string[] = []
        for (const row of given) {
          const { id } = await createInvoice(host.payload, row)
          const { sights } = await whoSees(host.payload, { invoice: id, limit: 100, page: 1 })
          for (const sight of sights) {
            expect(sight.rules.some(({ effect }) => effect === 'include')).toBe(true)
            expect(sight.sees).toBe(!sight.rules.some(({ effect }) => effect === 'exclude'))
            if (!sight.sees) hidden += 1
            if (sight.sees) answered.push(`${sight.payer} ${id} ${sight.mayPay} ${sight.fullDetail}`)
          }
        }
        seen += answered.length
        expect(answered.sort()).toEqual(await scopeOf(payers))
      }),
      { numRuns: 150 },
    )
    expect(seen).toBeGreaterThan(0)
    expect(hidden).toBeGreaterThan(0)
  })

  it('says by which rule, whether to pay, and what hides it; archived payers and a void invoice are not there', async () => {
    await emptyTables()
    const { id, number } = await createInvoice(host.payload, { clientNumber: 'C-5', matterNumber: 'M-5' })
    const names = ['Pays', 'Looks', 'Hidden', 'Archived', 'Only hides', 'Another client']
    const made: Record<string, number> = {}
    for (const businessName of names) {
      const data = { email: `${businessName.replaceAll(' ', '')}@sight.test`, businessName }
      made[businessName] = Number((await host.payload.create({ collection: 'payers', data, overrideAccess: true })).id)
    }
    const give = (name: string, row: Partial<AssociationRow>) => createAssociation(host.payload, made[name] ?? 0, row)
    await give('Pays', { clientNumber: 'C-5' })
    await give('Looks', { invoiceNumber: number, ability: 'view', detail: 'amounts', endsOn: '2099-01-01' })
    await give('Hidden', { clientNumber: 'C-5', matterNumber: 'M-5' })
    await give('Hidden', { clientNumber: 'C-5', matterNumber: 'M-5', effect: 'exclude' })
    await give('Archived', { clientNumber: 'C-5' })
    await query('update payers set archived_at = now() where id = $1', [made.Archived])
    await give('Only hides', { clientNumber: 'C-5', effect: 'exclude' })
    await give('Another client', { clientNumber: 'C-6' })
    const { status, body } = await ask(id)
    expect(status).toBe(200)
    expect(body).toMatchObject({ totalDocs: 3, page: 1, totalPages: 1, status: 'open' })
    expect(body.docs.map(({ payer }: any) => payer.name)).toEqual(['Looks', 'Pays', 'Hidden'])
    expect(body.docs).toMatchObject([
      { sees: true, mayPay: false, fullDetail: false, rules: [{ invoiceNumber: number, endsOn: '2099-01-01' }] },
      { sees: true, mayPay: true, fullDetail: true, rules: [{ clientNumber: 'C-5', effect: 'include' }] },
      { sees: false, mayPay: false, rules: [{ effect: 'include' }, { effect: 'exclude', matterNumber: 'M-5' }] },
    ])
    const second = await ask(id, '?limit=1&page=2')
    expect(second.body).toMatchObject({ totalDocs: 3, totalPages: 3, docs: [{ payer: { name: 'Pays' } }] })
    await query(`update invoices set status = 'void' where id = $1`, [id])
    expect((await ask(id)).body).toMatchObject({ docs: [], totalDocs: 0, status: 'void' })
  })

  it('S-05 is told to staff alone, and of an invoice that is not there it says so', async () => {
    const { id } = await createInvoice(host.payload, { clientNumber: 'C-1' })
    const { headers, id: payer } = await loginPayer(host)
    await createAssociation(host.payload, payer, { clientNumber: 'C-1' })
    expect((await host.call(`/api/invoices/${id}/payers`, { headers })).status).toBe(403)
    expect((await host.call(`/api/invoices/${id}/payers`)).status).toBe(401)
    for (const unknown of ['2147483646', '99999999999', 'abc', '0'])
      expect((await ask(unknown)).body.errors[0].data.code).toBe('invoice_not_found')
    for (const search of ['?limit=0', '?limit=101', '?page=-1', '?page=a', '?limit=5&limit=6'])
      expect((await ask(id, search)).status).toBe(400)
  })

  it('reads associations by index, among 200,000 of which many share the matter number or the client', async () => {
    await emptyTables()
    const { id } = await createInvoice(host.payload, { clientNumber: 'C-77', matterNumber: '1' })
    const matters = ['1', '2'].map((matterNumber) => ({ matterNumber, matterDescription: null }))
    const { id: several } = await createInvoice(host.payload, { clientNumber: 'C-77', matters })
    await query(`insert into payers (email, name, first_name, last_name)
      select 'many-' || n || '@sight.test', 'Many ' || n, '', '' from generate_series(1, 2000) n`)
    await query(`insert into associations (payer_id, client_number, matter_number, effect)
      select p.id, 'C-' || (n % 5000), case when n % 2 = 0 then '1' end, 'include' from generate_series(1, 200000) n
      join (select id, row_number() over () as at from payers where email like 'many-%') p on p.at = 1 + (n / 100) % 2000`)
    await query(`insert into invoices (source, external_id, number, currency, total, balance, status, account)
      select 'test', 'many-' || n, 'many-' || n, 'usd', 1, 1, 'open', 'operating-ny' from generate_series(1, 5000) n`)
    for (const table of ['associations', 'payers', 'invoices']) await query(`analyze ${table}`)
    const { sights, totalDocs } = await whoSees(host.payload, { invoice: id, limit: 25, page: 1 })
    expect([sights.length, totalDocs]).toEqual([25, 40])
    for (const invoice of [id, several]) {
      const rows = await query(`explain (analyze, costs off) ${WHO_SEES_SQL}`, [invoice, today(), 25, 0])
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
      expect(plan).not.toMatch(/Seq Scan on (associations|invoices)\b/)
      expect(Number(/Execution Time: ([\d.]+) ms/.exec(plan)?.[1])).toBeLessThan(150)
    }
  })
})

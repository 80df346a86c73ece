import { poolOf, withTransaction } from '../../src/base/database.ts'
import { createAssociation } from '../factories/createAssociation.ts'
import { createInvoice } from '../factories/createInvoice.ts'
import { loginPayer } from '../factories/loginPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { loginStaff } from '../helpers/loginStaff.ts'

const MANY = 50_000

let host: Host
let staff: Record<string, string>
const query = (text: string, values: unknown[] = []) => poolOf(host.payload).query(text, values)

beforeAll(async () => {
  host = await bootHost()
  await query('create extension if not exists pg_stat_statements')
  staff = await loginStaff(host)
})
afterAll(() => host.close())

const FILL = `insert into invoices (source, external_id, number, status, client_number, currency, total, balance)
  select 'firm', 'many-' || n, 'MANY-' || n, 'open', 'C-MANY', 'usd', 100, 100 from generate_series(1, $1::int) n`
const COUNTS = `select coalesce(sum(calls), 0)::int as counts from pg_stat_statements s join pg_database d on d.oid = s.dbid
  where d.datname = current_database() and query like 'select count(*) from "invoices"%'`

const total = async (headers: Record<string, string> = staff, where = ''): Promise<number> =>
  (await host.call(`/api/invoices?limit=1&depth=0${where}`, { headers })).body.totalDocs

async function countsDuring(work: () => Promise<unknown>): Promise<number> {
  const before = (await query(COUNTS)).rows[0].counts
  await work()
  return (await query(COUNTS)).rows[0].counts - before
}

/** As any other process does it, which then tells of it at once. */
const change = (text: string, values: unknown[] = []) =>
  withTransaction(host.payload, async (tx) => {
    await tx.query({ text, values })
    await tx.query({ text: 'select pg_stat_force_next_flush()' })
  })

describe('the total of staff\u2019s list', () => {
  it('is counted each time while there are few', async () => {
    await createInvoice(host.payload)
    expect(await total()).toBe(1)
    await createInvoice(host.payload)
    expect(await total()).toBe(2)
  })

  it('Y-07 is kept while none of many comes or goes, and counted anew when one does', async () => {
    await change(FILL, [MANY])
    expect(await total()).toBe(MANY + 2)
    expect(await countsDuring(async () => expect([await total(), await total()]).toEqual([MANY + 2, MANY + 2]))).toBe(0)
    await change(FILL.replaceAll('many-', 'more-'), [3])
    expect(await total()).toBe(MANY + 5)
    await change(`delete from invoices where external_id = 'more-1'`)
    expect(await total()).toBe(MANY + 4)
    expect(await countsDuring(total)).toBe(0)
  })

  it('is never taken from there for a list with a condition, nor for a payer', async () => {
    expect(
      await countsDuring(async () => expect(await total(staff, '&where[status][equals]=open')).toBe(MANY + 4)),
    ).toBe(1)
    const payer = await loginPayer(host)
    const { id } = await createAssociation(host.payload, payer.id, { clientNumber: 'C-1' })
    expect(await countsDuring(async () => expect(await total(payer.headers)).toBe(2))).toBe(1)
    await query('delete from associations where id = $1', [id])
    expect((await host.call('/api/invoices?limit=1', { headers: payer.headers })).body.totalDocs ?? 0).toBe(0)
  })

  it('is counted inside a transaction, which sees what it has written itself', async () => {
    const { payload } = host
    const transactionID = await payload.db.beginTransaction()
    const req = { transactionID, payload } as never
    const count = () => payload.count({ collection: 'invoices', overrideAccess: true, req })
    expect((await count()).totalDocs).toBe(MANY + 4)
    await payload.db.deleteOne({ collection: 'invoices', where: { number: { equals: 'MANY-1' } }, req })
    expect((await count()).totalDocs).toBe(MANY + 3)
    await payload.db.rollbackTransaction(transactionID as string)
    expect(await total()).toBe(MANY + 4)
  })
})

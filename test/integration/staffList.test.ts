import { jest } from '@jest/globals'
import { poolOf, type Statement, withTransaction } from '../../src/base/database.ts'
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

/** Clients and matters of some invoices each; one in three is due on the same day as others, one in seven never. */
const FILL = `insert into invoices (source, external_id, number, status, client_number, client_name, matter_number, matter_description, issued_on, due_on, currency, total, balance)
  select 'firm', 'many-' || n, 'MANY-' || n, (case when n % 4 = 0 then 'paid' else 'open' end)::enum_invoices_status, 'K-' || n % 500, 'Client ' || n % 500, 'M-' || n % 400, 'Matter ' || n % 400,
    to_char(date '2026-01-01' + n % 300, 'YYYY-MM-DD'), case when n % 7 > 0 then to_char(date '2026-02-01' + n * 31 % 300, 'YYYY-MM-DD') end, 'usd', 100, case when n % 4 = 0 then 0 else n % 997 end
  from generate_series(1, $1::int) n`
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
      await countsDuring(async () => expect(await total(staff, '&where[currency][equals]=usd')).toBe(MANY + 4)),
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

/** Every field by which the list of the admin panel offers to sort. */
const offeredSorts = (): string[] => {
  const offered = (host.payload.collections.invoices?.config.flattenedFields ?? []).filter(
    (field) =>
      'name' in field &&
      !('virtual' in field && field.virtual) &&
      !['array', 'ui'].includes(field.type) &&
      !(field.admin as { disableListColumn?: boolean } | undefined)?.disableListColumn,
  )
  return ['id', ...offered.map(({ name }) => name)]
}

describe('the order of staff\u2019s list', () => {
  it('Y-07 repeats and leaves out no row from page to page, by whatever field and in either direction', async () => {
    await query(
      `insert into invoices (source, external_id, number, status, client_number, currency, total, balance, due_on, issued_on)
       select 'firm', 'tie-' || n, 'TIE', 'open', 'C-TIES', 'usd', 100, 100, case when n % 2 = 0 then '2026-05-05' end, case when n % 3 = 0 then '2026-04-04' end from generate_series(1, 40) n`,
    )
    const sorts = offeredSorts()
    expect(sorts).toEqual(expect.arrayContaining(['id', 'number', 'status', 'dueOn', 'balance', 'createdAt', 'hold']))
    expect(sorts).not.toEqual(expect.arrayContaining(['memo']))
    for (const sort of ['', ...sorts.flatMap((name) => [`&sort=${name}`, `&sort=-${name}`])]) {
      const ids: number[] = []
      for (let page = 1; page <= 4; page += 1) {
        const path = `/api/invoices?depth=0&limit=11&page=${page}&where[clientNumber][equals]=C-TIES${sort}`
        const { body } = await host.call(path, { headers: staff })
        expect([sort, body.totalDocs, body.hasNextPage]).toEqual([sort, 40, page < 4])
        ids.push(...body.docs.map(({ id }: { id: number }) => id))
      }
      expect([sort, new Set(ids).size, ids.length]).toEqual([sort, 40, 40])
    }
  }, 60_000)

  it('is that of the field, to its last tie', async () => {
    const { body } = await host.call('/api/invoices?depth=0&limit=40&sort=dueOn&where[clientNumber][equals]=C-TIES', {
      headers: staff,
    })
    type Row = { id: number; dueOn: string | null; issuedOn: string | null }
    const key = ({ id, dueOn, issuedOn }: Row) => `${dueOn ?? '~'} ${issuedOn ?? '~'} ${String(id).padStart(9, '0')}`
    const keys = body.docs.map(key)
    expect(keys).toEqual(keys.toSorted())
    const backwards = await host.call('/api/invoices?depth=0&limit=40&sort=-dueOn&where[clientNumber][equals]=C-TIES', {
      headers: staff,
    })
    expect(backwards.body.docs.map(key)).toEqual(keys.toReversed())
  })

  /** The statements that a list sends about invoices. */
  async function statementsOf(path: string): Promise<Statement[]> {
    const spy = jest.spyOn(poolOf(host.payload), 'query')
    try {
      expect((await host.call(path, { headers: staff })).status).toBe(200)
      const sent = (spy.mock.calls as unknown as [Statement, unknown[]?][]).map(([statement, values]) => ({
        text: statement.text,
        values: statement.values ?? values ?? [],
      }))
      return sent.filter(({ text }) => /from "invoices"/.test(text ?? ''))
    } finally {
      spy.mockRestore()
    }
  }
  const planOf = async ({ text, values = [] }: Statement): Promise<string> =>
    (await query(`explain (analyze, buffers) ${text}`, values)).rows.map((row) => row['QUERY PLAN']).join('\n')

  it('Y-07 is handed out by an index where staff look for work, and is nowhere written to disk', async () => {
    await query('vacuum analyze invoices')
    const byIndex = 'id createdAt updatedAt number status clientNumber clientName matterNumber issuedOn dueOn balance'
    for (const name of offeredSorts())
      for (const sort of [name, `-${name}`]) {
        const statements = await statementsOf(`/api/invoices?depth=0&limit=25&sort=${sort}`)
        const plans = await Promise.all(statements.filter(({ text }) => text.includes('limit')).map(planOf))
        expect([sort, plans.length]).toEqual([sort, 2])
        expect([sort, plans.filter((plan) => /temp (?:read|written)|Disk:/.test(plan))]).toEqual([sort, []])
        if (byIndex.split(' ').includes(name))
          expect([sort, plans.filter((plan) => plan.includes('Seq Scan on invoices'))]).toEqual([sort, []])
      }
  }, 60_000)

  it('Y-07 is so for the usual filters too, with their totals', async () => {
    const lists = [
      'where[status][equals]=open',
      'where[status][equals]=open&sort=dueOn',
      'where[status][equals]=open&sort=-balance',
      'where[status][equals]=open&where[dueOn][less_than]=2026-03-01&sort=dueOn',
      'where[clientNumber][equals]=K-7&sort=-dueOn',
      'where[matterNumber][equals]=M-7&sort=balance',
      'where[number][equals]=MANY-7',
    ]
    for (const list of lists)
      for (const statement of await statementsOf(`/api/invoices?depth=0&limit=25&${list}`))
        expect([list, await planOf(statement)]).toEqual([list, expect.not.stringContaining('Seq Scan on invoices')])
  })
})

import { jest } from '@jest/globals'
import fc from 'fast-check'
import pg from 'pg'
import { poolOf, type Statement, withTransaction } from '../../src/base/database.ts'
import { dateIn } from '../../src/base/dates.ts'
import { readInvoicePage } from '../../src/invoices/readInvoicePage.ts'
import { portalOptions } from '../../src/options/portalOptions.ts'
import { unarchivePayer } from '../../src/payers/archivePayer.ts'
import { type AssociationRow, createAssociation } from '../factories/createAssociation.ts'
import { createInvoice, type InvoiceRow } from '../factories/createInvoice.ts'
import { createPayer } from '../factories/createPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { isOpenTwin, scopeTwin } from './scopeTwin.ts'

const MANY = `insert into associations (payer_id, client_number, effect, ability, detail) select $1, 'nobody ' || n, 'include', 'pay', 'full' from generate_series(1, 150) n`
const QUERY = { filter: 'open', sort: 'dueOn', q: null, limit: 3, page: 1 } as const

type Row = InvoiceRow & { id: number }
type Rule = AssociationRow & { id: number }
type Model = { payer: number; other: number; rules: Rule[]; rows: Row[] }

let host: Host

beforeAll(async () => {
  host = await bootHost()
})
afterAll(() => host.close())

const run = (text: string, values: unknown[] = []) => poolOf(host.payload).query(text, values)

async function start(): Promise<Model> {
  await run('truncate invoices, associations restart identity cascade')
  const payer = await createPayer(host.payload)
  await run(MANY, [payer])
  return { payer, other: await createPayer(host.payload), rules: [], rows: [] }
}

const idsOf = (list: { id: number }[]) => list.map(({ id }) => id)

async function page(payer: number): Promise<{ ids: number[]; more: boolean }> {
  const { docs, hasNextPage } = await readInvoicePage({ payload: host.payload, payer, query: QUERY })
  return { ids: idsOf(docs), more: hasNextPage }
}

function expected({ rules, rows }: Model) {
  const today = dateIn(portalOptions(host.payload).timeZone, new Date())
  const seen = new Set(idsOf(scopeTwin({ rules, invoices: rows, today })))
  const key = ({ dueOn, issuedOn, id }: Row) => [dueOn ?? '~', issuedOn ?? '~', String(id).padStart(9, '0')].join(' ')
  const open = rows.filter((row) => seen.has(row.id) && isOpenTwin(row))
  const sorted = open.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
  return { ids: idsOf(sorted).slice(0, QUERY.limit), more: sorted.length > QUERY.limit }
}

/** By which statement each page that `work` reads was answered in the end. */
async function waysOf(work: () => Promise<unknown>): Promise<string[]> {
  const spy = jest.spyOn(poolOf(host.payload), 'query')
  try {
    await work()
    const sent = (spy.mock.calls as unknown as [Statement][]).map(([{ text }]) => text ?? '')
    return sent.flatMap((text) => {
      if (text.includes("'changed' else 'same'")) return ['kept']
      return text.includes('pg_current_snapshot') ? ['read'] : []
    })
  } finally {
    spy.mockRestore()
  }
}

const CLIENTS = ['C-1', 'C-2', 'C-3']
const client = fc.constantFrom(...CLIENTS)
const at = fc.nat(20)

type Change = { name: string; change: (model: Model) => Promise<void> }

const pick = <Item>(list: Item[], n: number): Item | undefined => list[n % Math.max(1, list.length)]

async function setInvoice(row: Row | undefined, given: Partial<Row>): Promise<void> {
  if (!row) return
  Object.assign(row, given)
  await run(
    'update invoices set client_number = $2, due_on = $3, status = $4::enum_invoices_status, number = $5, pending = $6 where id = $1',
    [row.id, row.clientNumber, row.dueOn, row.status, row.number, row.pending],
  )
}

/** What can happen between two looks at a page, each through plain SQL, as anything may write it. */
const change: fc.Arbitrary<Change> = fc.oneof(
  fc
    .record({ clientNumber: client, effect: fc.constantFrom('include', 'include', 'include', 'exclude') })
    .map((given) => ({
      name: `add ${given.effect} ${given.clientNumber}`,
      change: async ({ payer, rules }: Model) => {
        rules.push(await createAssociation(host.payload, payer, given as Partial<AssociationRow>))
      },
    })),
  at.map((n) => ({
    name: `end rule ${n}`,
    change: async ({ rules }: Model) => {
      const rule = pick(rules, n)
      if (rule) rules.splice(rules.indexOf(rule), 1)
      await run('delete from associations where id = $1', [rule?.id ?? 0])
    },
  })),
  at.map((n) => ({
    name: `give rule ${n} to another payer`,
    change: async ({ rules, other }: Model) => {
      const rule = pick(rules, n)
      if (rule) rules.splice(rules.indexOf(rule), 1)
      await run('update associations set payer_id = $2 where id = $1', [rule?.id ?? 0, other])
    },
  })),
  fc.record({ clientNumber: client, n: at }).map(({ clientNumber, n }) => ({
    name: `rule ${n} becomes ${clientNumber}`,
    change: async ({ rules }: Model) => {
      const rule = pick(rules, n)
      if (rule) rule.clientNumber = clientNumber
      await run('update associations set client_number = $2 where id = $1', [rule?.id ?? 0, clientNumber])
    },
  })),
  fc.record({ clientNumber: client, day: fc.integer({ min: 10, max: 28 }) }).map(({ clientNumber, day }) => ({
    name: `invoice of ${clientNumber}, due ${day}`,
    change: async ({ rows }: Model) => {
      rows.push(await createInvoice(host.payload, { clientNumber, dueOn: `2026-03-${day}` }))
    },
  })),
  fc.record({ n: at, clientNumber: client }).map(({ n, clientNumber }) => ({
    name: `invoice ${n} goes to ${clientNumber}`,
    change: ({ rows }: Model) => setInvoice(pick(rows, n), { clientNumber }),
  })),
  fc.record({ n: at, status: fc.constantFrom('open', 'paid', 'void') }).map(({ n, status }) => ({
    name: `invoice ${n} is ${status}`,
    change: ({ rows }: Model) => setInvoice(pick(rows, n), { status: status as Row['status'] }),
  })),
  fc.record({ n: at, pending: fc.constantFrom(-5, 0, 5) }).map(({ n, pending }) => ({
    name: `of invoice ${n} ${pending} is pending`,
    change: ({ rows }: Model) => setInvoice(pick(rows, n), { pending }),
  })),
  at.map((n) => ({
    name: `invoice ${n} is due first`,
    change: ({ rows }: Model) => setInvoice(pick(rows, n), { dueOn: '2026-01-01' }),
  })),
  at.map((n) => ({
    name: `invoice ${n} is gone`,
    change: async ({ rows }: Model) => {
      const row = pick(rows, n)
      if (row) rows.splice(rows.indexOf(row), 1)
      await run('delete from invoices where id = $1', [row?.id ?? 0])
    },
  })),
  fc.constant({ name: 'nothing', change: async () => undefined }),
)

describe('a kept page of a payer with many associations', () => {
  it('S-08 is the page after any change of a rule or an invoice, on the very next request', async () => {
    let kept = 0
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 4, maxLength: 14 }), async (changes) => {
        const model = await start()
        const told: string[] = []
        const ways = await waysOf(async () => {
          for (const one of changes) {
            await one.change(model)
            told.push(one.name)
            for (const again of [1, 2])
              expect([told, again, await page(model.payer)]).toEqual([told, again, expected(model)])
          }
        })
        kept += ways.filter((way, n) => way === 'kept' && ways[n + 1] !== 'read').length
      }),
      { numRuns: 60 },
    )
    expect(kept).toBeGreaterThan(60)
  }, 120_000)

  it('S-08 shows what a transaction changed that was under way while the page was read, once it is committed', async () => {
    const model = await start()
    await createAssociation(host.payload, model.payer, { clientNumber: 'C-1' })
    const first = await createInvoice(host.payload, { clientNumber: 'C-1', dueOn: '2026-03-20' })
    const slow = new pg.Client({ connectionString: host.databaseUrl })
    await slow.connect()
    try {
      const before = { ids: [first.id], more: false }
      for (const text of [
        `insert into invoices (source, external_id, number, client_number, due_on, currency, balance, status) values ('firm', 'late', 'LATE', 'C-1', '2026-03-01', 'usd', 5, 'open')`,
        `insert into associations (payer_id, client_number, effect) values (${model.payer}, 'C-1', 'exclude')`,
      ]) {
        await slow.query('begin')
        await slow.query(text)
        const shown = await page(model.payer)
        expect(await waysOf(() => page(model.payer))).toEqual(['kept'])
        expect(await page(model.payer)).toEqual(shown)
        await slow.query('rollback')
        expect(await page(model.payer)).toEqual(before)
        await slow.query('begin')
        await slow.query(text)
        expect(await page(model.payer)).toEqual(before)
        await slow.query('commit')
        const after = await page(model.payer)
        expect(after).not.toEqual(before)
        if (text.includes('invoices')) await run(`delete from invoices where external_id = 'late'`)
        else expect(after).toEqual({ ids: [], more: false })
      }
    } finally {
      await slow.end()
    }
  })

  it('S-08 shows nothing of an archived payer, and an exclusion by one of several matters at once', async () => {
    const model = await start()
    await createAssociation(host.payload, model.payer, { clientNumber: 'C-1' })
    const { id } = await createInvoice(host.payload, {
      clientNumber: 'C-1',
      matters: [
        { matterNumber: 'M-1', matterDescription: null },
        { matterNumber: 'M-2', matterDescription: null },
      ],
    })
    await createAssociation(host.payload, model.payer, { matterNumber: 'M-3', effect: 'exclude' })
    for (const _ of [1, 2]) expect((await page(model.payer)).ids).toEqual([id])
    await run(`update invoices_matters set matter_number = 'M-3' where matter_number = 'M-2'`)
    expect((await page(model.payer)).ids).toEqual([])
    await run(`update invoices_matters set matter_number = 'M-2' where matter_number = 'M-3'`)
    for (const _ of [1, 2]) expect((await page(model.payer)).ids).toEqual([id])
    for (const _ of [1, 2]) {
      await run('update payers set archived_at = now() where id = $1', [model.payer])
      for (const __ of [1, 2]) expect((await page(model.payer)).ids).toEqual([])
      await withTransaction(host.payload, (tx) => unarchivePayer(tx, model.payer))
      expect((await page(model.payer)).ids).toEqual([id])
    }
  })

  it('is kept through payments, which change no more than amounts, and shows them as they are', async () => {
    const model = await start()
    await createAssociation(host.payload, model.payer, { clientNumber: 'C-1' })
    const { id } = await createInvoice(host.payload, { clientNumber: 'C-1', balance: 500 })
    await page(model.payer)
    await run('update invoices set pending = 200 where id = $1', [id])
    const { docs } = await readInvoicePage({ payload: host.payload, payer: model.payer, query: QUERY })
    expect(docs.map(({ amountDue }) => amountDue)).toEqual([300])
    expect(await waysOf(() => page(model.payer))).toEqual(['kept'])
  })

  it('is kept through a statement that changes no row, or nothing that decides who sees what', async () => {
    const model = await start()
    await createAssociation(host.payload, model.payer, { clientNumber: 'C-1' })
    const { id } = await createInvoice(host.payload, { clientNumber: 'C-1' })
    await page(model.payer)
    for (const text of [
      `insert into invoices (source, external_id, currency, balance, status) select 'firm', 'x', 'usd', 1, 'open' where false`,
      `update invoices set status = 'void', due_on = '2026-01-01' where false`,
      `update invoices set status = status, due_on = due_on, client_number = client_number, balance = balance - 1, memo = 'x'`,
      `delete from invoices where false`,
      `delete from invoices_matters where false`,
      `update associations set ends_on = ends_on where payer_id = ${model.other}`,
    ]) {
      await run(text)
      expect([text, await waysOf(() => page(model.payer))]).toEqual([text, ['kept']])
    }
    await run(`update invoices set status = 'paid' where id = $1`, [id])
    expect(await page(model.payer)).toEqual({ ids: [], more: false })
    await run('truncate invoices cascade')
    expect(await page(model.payer)).toEqual({ ids: [], more: false })
  })

  it('costs no more however many changes were marked before it', async () => {
    const model = await start()
    await createAssociation(host.payload, model.payer, { clientNumber: 'C-1' })
    await createInvoice(host.payload, { clientNumber: 'C-1' })
    await run(
      `insert into payer_portal_scope_changes (xid, payer_id) select pg_current_xact_id(), $1::int from generate_series(1, 5000)`,
      [model.other],
    )
    // Other transactions of the same Postgres may have begun before the marks: then each of these is looked at.
    const settled = `select pg_snapshot_xmin(pg_current_snapshot()) > max(xid) as settled from payer_portal_scope_changes`
    while (!(await run(settled)).rows[0]?.settled) await new Promise((resolve) => setTimeout(resolve, 20))
    await page(model.payer)
    const spy = jest.spyOn(poolOf(host.payload), 'query')
    await page(model.payer)
    const [{ text = '', values = [] } = {} as Statement] = spy.mock.calls.at(-1) as unknown as [Statement]
    spy.mockRestore()
    expect(text).toContain("'changed' else 'same'")
    const { rows } = await run(`explain (analyze, costs off) ${text}`, values)
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(plan).toMatch(/Scan.* on payer_portal_scope_changes .*actual/)
    expect(plan).not.toMatch(/Rows Removed by Filter: \d{4}/)
  })

  it('forgets the marks of changes after a day, and never those of today', async () => {
    await run(`update payer_portal_scope_changes set at = now() - interval '25 hours'`)
    await createInvoice(host.payload)
    const { rows } = await run(
      `select count(*) filter (where at < now() - interval '1 day')::int as old, count(*)::int as total from payer_portal_scope_changes`,
    )
    expect(rows[0].total).toBeGreaterThan(0)
    for (let n = 0; n < 30; n += 1) await createInvoice(host.payload)
    const { rows: later } = await run(
      `select count(*)::int as old from payer_portal_scope_changes where at < now() - interval '1 day'`,
    )
    expect(later[0].old).toBeLessThanOrEqual(Math.max(0, rows[0].old - 100))
  })
})

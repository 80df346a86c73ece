import fc from 'fast-check'
import { scopeCondition } from '../../access/scope/scopeCondition.ts'
import { mayReadTexts, scopeWhere } from '../../access/scope/scopeWhere.ts'
import { wideInvoicesSql } from '../../access/scope/wideInvoices.ts'
import { poolOf } from '../../src/base/database.ts'
import { dateIn } from '../../src/base/dates.ts'
import { countInvoices } from '../../src/invoices/countInvoices.ts'
import { readInvoice } from '../../src/invoices/readInvoice.ts'
import { readInvoicePage } from '../../src/invoices/readInvoicePage.ts'
import { type DraftRule, readSummary } from '../../src/invoices/readSummary.ts'
import { portalOptions } from '../../src/options/portalOptions.ts'
import { readOpenInvoices, readScopedInvoices } from '../../src/payments/readScopedInvoices.ts'
import { type AssociationRow, createAssociation } from '../factories/createAssociation.ts'
import { createInvoice, type InvoiceRow } from '../factories/createInvoice.ts'
import { createPayer } from '../factories/createPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { isOpenTwin, type Seen, scopeTwin } from './scopeTwin.ts'
import { livingWorld, type World } from './scopeWorld.ts'

const MEMO = 'For services'
const OTHERS = `insert into associations (payer_id, client_number, effect, ability, detail) select $1, 'nobody ' || n, 'include', 'pay', 'full' from generate_series(1, $2::int) n`

type Row = InvoiceRow & { id: number }
type Filled = { payer: number; rows: Row[]; seen: Map<number, Seen> }
/** What a door says of each invoice that it shows; what it does not say is left out. */
type Said = { id: number; canPay?: boolean; fullDetail?: boolean }

let host: Host

beforeAll(async () => {
  host = await bootHost()
})
afterAll(() => host.close())

const today = () => dateIn(portalOptions(host.payload).timeZone, new Date())

/** Stores the world, among so many other rules that the payer's are looked up from some invoices, or from all. */
async function fill({ rules, invoices }: World, others: number): Promise<Filled> {
  await poolOf(host.payload).query('truncate invoices, associations restart identity cascade')
  const payer = await createPayer(host.payload)
  if (others > 0) await poolOf(host.payload).query(OTHERS, [payer, others])
  for (const rule of rules) await createAssociation(host.payload, payer, rule)
  const rows: Row[] = []
  for (const [n, given] of invoices.entries()) {
    const balance = { open: 1000 + n, void: 1000, credit: -5 - n, paid: 0 }[given.status ?? 'open']
    const dueOn = [null, '2026-01-10', '2999-01-10'][n % 3] ?? null
    const currency = n % 4 === 0 ? 'eur' : 'usd'
    const pending = given.status === 'paid' && n % 2 === 1 ? -300 : n % 2
    rows.push(
      await createInvoice(host.payload, { ...given, dueOn, balance, total: 2000, currency, pending, memo: MEMO }),
    )
  }
  const seen = new Map(scopeTwin({ rules, invoices: rows, today: today() }).map((one) => [one.id, one]))
  return { payer, rows, seen }
}

const idsOf = (rows: { id: number }[]) => rows.map(({ id }) => id).toSorted((a, b) => a - b)
const QUERY = { filter: 'all', sort: 'dueOn', q: null, limit: 100, page: 1 } as const

/** Payload's own list by the condition that stands for very many ids. */
async function listBy(scope: { payer: number; width: 'many' | 'wide' }): Promise<Said[]> {
  const where = { id: { in: [scopeCondition({ ...scope, today: today() })] } }
  // system: only what the condition itself shows.
  const args = { collection: 'invoices', overrideAccess: true, where, limit: 100, depth: 0 } as const
  const { docs, totalDocs } = await host.payload.find(args as never)
  expect(totalDocs).toBe(docs.length)
  return docs.map(({ id }) => ({ id: Number(id) }))
}

/** Every way of ours to read what a payer sees, each of all invoices. */
const DOORS: Record<string, (filled: Filled) => Promise<Said[]>> = {
  list: async ({ payer }) => {
    const { docs } = await readInvoicePage({ payload: host.payload, payer, query: QUERY })
    return docs.map(({ id, memo }) => ({ id, fullDetail: memo === MEMO }))
  },
  detail: async ({ payer, rows }) => {
    const read = await Promise.all(rows.map(({ id }) => readInvoice({ payload: host.payload, payer, id })))
    return read.flatMap((found) => (found ? [{ id: found.invoice.id, fullDetail: found.invoice.memo === MEMO }] : []))
  },
  'payment of chosen ones': async ({ payer, rows }) => {
    const found = await readScopedInvoices({
      tx: poolOf(host.payload),
      payload: host.payload,
      payer,
      ids: rows.map(({ id }) => id),
    })
    return found.map(({ id, canPay }) => ({ id, canPay }))
  },
  'the Where of a list': async ({ payer }) => {
    const where = await scopeWhere({ payload: host.payload, payer })
    if (!where) return []
    const args = { collection: 'invoices', overrideAccess: true, where, limit: 100, depth: 0 } as const
    return (await host.payload.find(args as never)).docs.map(({ id }) => ({ id: Number(id) }))
  },
  'the Where of a long list': ({ payer }) => listBy({ payer, width: 'many' }),
  'the Where of a wide list': ({ payer }) => listBy({ payer, width: 'wide' }),
  'all invoices, asked one by one': async ({ payer }) => {
    const text = wideInvoicesSql({ payer: '(select $1::int)', today: '$2' })
    const { rows } = await poolOf(host.payload).query(text, [payer, today()])
    return rows.map((row) => ({ id: row.invoice_id, canPay: row.can_pay, fullDetail: row.full_detail }))
  },
  'the Where of a document': async ({ payer, rows }) => {
    const read = await Promise.all(
      rows.map(async ({ id }): Promise<Said[]> => {
        const args = { payload: host.payload, payer, invoice: id }
        return (await scopeWhere(args)) ? [{ id, fullDetail: await mayReadTexts(args) }] : []
      }),
    )
    return read.flat()
  },
}

const TEXTS = ['number', 'clientNumber', 'clientName', 'matterNumber', 'matterDescription'] as const

/** Does the word stand in what this payer may read of the invoice? */
const reads = (row: Row, { fullDetail }: Seen, q: string): boolean =>
  TEXTS.filter((name) => fullDetail || name !== 'matterDescription')
    .flatMap((name) => row[name] ?? [])
    .join(' ')
    .toLowerCase()
    .includes(q.toLowerCase())

/** The totals once more in memory, by currency. */
function totalsOf({ rows, seen }: Filled) {
  const due = (row: Row) => Math.max(0, row.balance - row.pending)
  const sum = (list: Row[]) => list.reduce((total, row) => total + due(row), 0)
  return ['eur', 'usd'].flatMap((currency) => {
    const open = rows.filter((row) => seen.has(row.id) && isOpenTwin(row) && row.currency === currency)
    const late = open.filter(({ dueOn }) => dueOn !== null && dueOn < today())
    if (open.length === 0) return []
    return [
      { currency, openCount: open.length, openTotal: sum(open), overdueCount: late.length, overdueTotal: sum(late) },
    ]
  })
}

const toDraft = (rule: AssociationRow): DraftRule => ({
  client_number: rule.clientNumber,
  client_name: rule.clientName,
  matter_number: rule.matterNumber,
  matter_description: rule.matterDescription,
  invoice_number: rule.invoiceNumber,
  source: rule.source,
  effect: rule.effect,
  ability: rule.ability,
  detail: rule.detail,
  ends_on: rule.endsOn,
})

/** Of few random worlds it may be that none shows anything. */
const SHOWN: World = {
  rules: [
    {
      ...{ clientNumber: '0012', clientName: null, matterNumber: null, matterDescription: null, invoiceNumber: null },
      ...{ source: null, effect: 'include', ability: 'view', detail: 'amounts', endsOn: null },
    },
  ],
  invoices: [{ clientNumber: '0012' }, { clientNumber: '12' }],
}

describe.each([
  ['a few rules', 0, 60],
  ['many rules', 150, 60],
  ['very many rules', 5001, 12],
] as const)('with %s every door', (_name, others, numRuns) => {
  it('S-01 shows of random invoices by random rules what a plain filter in memory shows', async () => {
    let shown = 0
    await fc.assert(
      fc.asyncProperty(livingWorld, async (given) => {
        const filled = await fill(given, others)
        shown += filled.seen.size
        for (const [door, read] of Object.entries(DOORS)) {
          const said = await read(filled)
          const expected = said.map(({ id, ...rest }) => {
            const of = filled.seen.get(id)
            const named = Object.keys(rest).map((name) => [name, of?.[name as 'canPay' | 'fullDetail']])
            return { id, ...Object.fromEntries(named) }
          })
          expect([door, idsOf(said)]).toEqual([door, idsOf([...filled.seen.values()])])
          expect([door, said]).toEqual([door, expected])
        }
      }),
      { numRuns, examples: [[SHOWN]] },
    )
    expect(shown).toBeGreaterThan(0)
  })

  it('S-01 counts, searches, sums and previews what a plain filter in memory shows', async () => {
    await fc.assert(
      fc.asyncProperty(livingWorld, fc.constantFrom('0', 'C0', '%', '_', 'ab1', "'", '\\'), async (given, q) => {
        const filled = await fill(given, others)
        const { payer, rows, seen } = filled
        const { payload } = host
        const found = rows.filter((row) => {
          const of = seen.get(row.id)
          return of !== undefined && reads(row, of, q)
        })
        const search = { payload, payer, query: { ...QUERY, q } }
        expect(idsOf((await readInvoicePage(search)).docs)).toEqual(idsOf(found))
        expect(await countInvoices(search)).toBe(found.length)
        expect(await countInvoices({ payload, payer, query: QUERY })).toBe(seen.size)
        expect((await readSummary({ payload, payer })).totals).toEqual(totalsOf(filled))
        const drafts = given.rules.map(toDraft)
        const previewed = await readSummary({ payload, payer: await createPayer(payload), drafts })
        expect(previewed.totals).toEqual(totalsOf(filled))
        for (const currency of ['eur', 'usd']) {
          const open = rows.filter((row) => seen.has(row.id) && isOpenTwin(row) && row.currency === currency)
          const read = await readOpenInvoices({ payload, payer, currency })
          expect(idsOf(read)).toEqual(idsOf(open))
        }
      }),
      { numRuns },
    )
  })
})

it('S-01 the rules of an archived payer give nothing, at any door', async () => {
  const filled = await fill({ rules: [], invoices: [{ clientNumber: 'C-1' }] }, 150)
  await createAssociation(host.payload, filled.payer, { clientNumber: 'C-1' })
  for (const read of Object.values(DOORS)) expect(await read(filled)).toHaveLength(1)
  await poolOf(host.payload).query('update payers set archived_at = now() where id = $1', [filled.payer])
  for (const [door, read] of Object.entries(DOORS)) expect([door, await read(filled)]).toEqual([door, []])
})

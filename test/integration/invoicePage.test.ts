import { jest } from '@jest/globals'
import fc from 'fast-check'
import { poolOf, type Statement } from '../../src/base/database.ts'
import { dateIn } from '../../src/base/dates.ts'
import {
  INVOICE_FILTERS,
  INVOICE_SORTS,
  type InvoiceFilter,
  type InvoiceSort,
} from '../../src/invoices/invoiceQuery.ts'
import { rememberWay } from '../../src/invoices/lastWay.ts'
import { readInvoice } from '../../src/invoices/readInvoice.ts'
import { readInvoicePage, readSessionPage } from '../../src/invoices/readInvoicePage.ts'
import type { AskedSession } from '../../src/login/askedSession.ts'
import { hashSessionToken } from '../../src/login/sessionToken.ts'
import { portalOptions } from '../../src/options/portalOptions.ts'
import { type AssociationRow, createAssociation } from '../factories/createAssociation.ts'
import { createInvoice, type InvoiceRow } from '../factories/createInvoice.ts'
import { createPayer } from '../factories/createPayer.ts'
import { loginPayer } from '../factories/loginPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { isOpenTwin, scopeTwin } from './scopeTwin.ts'
import { livingWorld, type World } from './scopeWorld.ts'

const PAGE = '/api/portal/invoices?status=open&sort=dueOn&limit=10'
const MEMO = 'For services'
const MANY_INVOICES = `insert into invoices (source, external_id, number, client_number, client_name, matter_number, matter_description, issued_on, due_on, currency, total, balance, pending, status)
  select 'firm', n::text, 'N-' || n, 'C-' || n % 5000, 'Client ' || n % 5000, 'M-' || n % 20000, 'Text ' || n % 20000, '2026-01-01', '2026-02-01', 'usd', 1, 1, 0, 'open' from generate_series(1, 100000) n`

let host: Host
/** One login, whose session acts for the payer that is asked for. */
let person: { loginId: number; session: AskedSession }

beforeAll(async () => {
  host = await bootHost()
  const { loginId, token } = await loginPayer(host)
  person = { loginId, session: { tokenHash: hashSessionToken(token), named: null } }
})
afterAll(() => host.close())

async function emptyTables(): Promise<void> {
  await poolOf(host.payload).query('truncate invoices, associations restart identity cascade')
}

/** The statements that `work` sends to the database. */
async function statementsOf(work: () => Promise<unknown>): Promise<Statement[]> {
  const seen: Statement[] = []
  const spy = jest.spyOn(poolOf(host.payload), 'query')
  try {
    await work()
    for (const [statement] of spy.mock.calls as unknown as [Statement][]) seen.push(statement)
  } finally {
    spy.mockRestore()
  }
  return seen
}

/** The numbers that are there, each in its turn. */
const pickFrom = (invoices: World['invoices']) => (n: number, name: 'clientNumber' | 'matterNumber' | 'number') =>
  invoices[n % invoices.length]?.[name] ?? 'C0'

/** Only includes by numbers, as ticking search results makes them, of numbers that are there. */
const byNumbers = livingWorld.map(({ rules, invoices }): World => {
  const pick = pickFrom(invoices)
  return {
    invoices,
    rules: rules.map((rule, n) => ({
      ...rule,
      effect: 'include',
      clientNumber: n % 4 === 2 ? null : pick(n, 'clientNumber'),
      matterNumber: n % 4 === 1 ? pick(n, 'matterNumber') : null,
      invoiceNumber: n % 4 === 2 || n % 4 === 3 ? pick(n, 'number') : null,
      clientName: null,
      matterDescription: null,
    })),
  }
})

type Kind = 'client' | 'matter' | 'invoice'

/** Only includes of one kind, as often twice the same or half the same as not; some have ended. */
const ofKind = (kind: Kind) =>
  livingWorld.map(({ rules, invoices }): World => {
    const pick = pickFrom(invoices)
    return {
      invoices,
      rules: rules.map((rule, n) => ({
        ...rule,
        effect: 'include',
        clientNumber: kind === 'invoice' && n % 2 === 0 ? null : pick(n, 'clientNumber'),
        matterNumber: kind === 'matter' ? pick(n, 'matterNumber') : null,
        invoiceNumber: kind === 'invoice' ? pick(n, 'number') : null,
        clientName: null,
        matterDescription: null,
      })),
    }
  })

/** Of any kinds, so that the way for one is wrong more often than not. */
const nearlyOfKind = fc.tuple(ofKind('client'), livingWorld).map(
  ([{ rules, invoices }, other]): World => ({
    invoices,
    rules: [...rules, ...other.rules.slice(0, 1)],
  }),
)

type Row = InvoiceRow & { id: number }
const due = (row: Row) => (isOpenTwin(row) ? Math.max(0, row.balance - row.pending) : 0)
const KEYS: Record<string, (row: Row) => (string | number | null)[]> = {
  dueOn: (row) => [row.dueOn, row.issuedOn],
  issuedOn: (row) => [row.issuedOn],
  number: (row) => [row.number],
  balance: (row) => [row.balance],
  amountDue: (row) => [due(row)],
}

/** The sorts of the list once more in memory: no value comes last either way, and the id decides a tie. */
function compare(sort: InvoiceSort): (a: Row, b: Row) => number {
  const sign = sort.startsWith('-') ? -1 : 1
  const keys = KEYS[sort.replace('-', '')] as (row: Row) => (string | number | null)[]
  return (a, b) => {
    const left = [...keys(a), a.id]
    const right = [...keys(b), b.id]
    const at = left.findIndex((value, n) => value !== right[n])
    const [x, y] = [left[at], right[at]]
    if (at < 0) return 0
    if (x == null || y == null) return x == null ? 1 : -1
    if (typeof x === 'string') return sign * Buffer.compare(Buffer.from(x), Buffer.from(String(y)))
    return sign * (x - Number(y))
  }
}

async function fill({ rules, invoices }: World): Promise<{ payer: number; rows: Row[] }> {
  await emptyTables()
  const payer = await createPayer(host.payload)
  for (const rule of rules) await createAssociation(host.payload, payer, rule)
  const rows: Row[] = []
  for (const [n, given] of invoices.entries()) {
    const dueOn = [null, '2026-01-10', '2026-02-10', '2999-01-10'][n % 4] ?? null
    const balance = { open: 1000 + (n % 3), void: 1000, credit: -5, paid: 0 }[given.status ?? 'open']
    const pending = given.status === 'paid' && n % 2 === 1 ? -300 : n % 2
    rows.push(await createInvoice(host.payload, { ...given, dueOn, balance, total: 2000, pending, memo: MEMO }))
  }
  return { payer, rows }
}

const asked = fc.record({
  filter: fc.constantFrom('all', 'all', 'open', ...INVOICE_FILTERS),
  sort: fc.constantFrom(...INVOICE_SORTS),
})
/** What can be read from the invoices that are due first. */
const dueFirst = fc.record({ filter: fc.constantFrom('open', 'overdue'), sort: fc.constant('dueOn') })
type Asked = { filter: InvoiceFilter; sort: InvoiceSort }

function expectedOf({ rules, rows, filter, sort }: { rules: AssociationRow[]; rows: Row[] } & Asked) {
  const today = dateIn(portalOptions(host.payload).timeZone, new Date())
  const seen = new Map(scopeTwin({ rules, invoices: rows, today }).map((one) => [one.id, one]))
  const isOverdue = (row: Row) => isOpenTwin(row) && row.dueOn !== null && row.dueOn < today
  const statusOf = (row: Row) => (isOpenTwin(row) ? 'open' : row.status)
  const isAsked = (row: Row) => filter === 'all' || (filter === 'overdue' ? isOverdue(row) : statusOf(row) === filter)
  return rows
    .filter((row) => seen.has(row.id) && isAsked(row))
    .sort(compare(sort))
    .map((row) => ({
      id: row.id,
      memo: seen.get(row.id)?.fullDetail ? MEMO : null,
      isViewOnly: isOpenTwin(row) && !seen.get(row.id)?.canPay,
    }))
}

/** Lets the session act for this payer. */
async function actFor(payer: number): Promise<void> {
  const pool = poolOf(host.payload)
  const values = [person.loginId, payer]
  await pool.query('update payer_portal_people set login_id = $1 where payer_id = $2', values)
  await pool.query('update payer_portal_sessions set payer_id = $2 where login_id = $1', values)
}

type Page = Awaited<ReturnType<typeof readInvoicePage>>
type Query = Parameters<typeof readInvoicePage>[0]['query']

/** The two that ask for a page: for a payer who is known, and for whoever's session it is. */
const ASKERS = {
  payer: (payer: number, query: Query): Promise<Page> => readInvoicePage({ payload: host.payload, payer, query }),
  session: async (payer: number, query: Query): Promise<Page> => {
    const found = await readSessionPage({ payload: host.payload, session: person.session, query })
    expect(found?.who.payer).toBe(payer)
    return found?.page as Page
  },
}
type Asker = keyof typeof ASKERS

async function readAll({ payer, filter, sort, by }: Asked & { payer: number; by: Asker }) {
  const read = []
  for (let page = 1, hasNextPage = true; hasNextPage; page++) {
    const answer = await ASKERS[by](payer, { filter, sort, q: null, limit: 2, page })
    read.push(...answer.docs.map(({ id, memo, reason }) => ({ id, memo, isViewOnly: reason === 'view_only' })))
    hasNextPage = answer.hasNextPage
  }
  return read
}

const WAYS = [
  ['rules by numbers', { way: 'few', worlds: byNumbers, queries: asked }],
  ['rules by clients', { way: 'client', worlds: ofKind('client'), queries: asked }],
  ['rules by matters', { way: 'matter', worlds: ofKind('matter'), queries: asked }],
  ['rules by invoices', { way: 'invoice', worlds: ofKind('invoice'), queries: asked }],
  ['rules by clients and another', { way: 'client', worlds: nearlyOfKind, queries: asked }],
  ['rules by numbers, however many', { way: 'numbers', worlds: byNumbers, queries: asked }],
  ['rules by numbers, asked from the invoices', { way: 'scan', worlds: byNumbers, queries: dueFirst }],
  ['any rules', { way: 'few', worlds: livingWorld, queries: asked }],
  ['any rules, asked from the invoices', { way: 'scan', worlds: livingWorld, queries: dueFirst }],
] as const
const CASES = WAYS.flatMap(([name, way]) => [
  [name, { ...way, by: 'payer' as const }] as const,
  [`${name}, of a session`, { ...way, by: 'session' as const }] as const,
])

/** What only this way's statement says. */
const MARKS: Partial<Record<string, string>> = {
  ...{ few: 'from some_rules r)', client: `then 'client' else 'mixed'` },
  ...{ matter: `then 'matter' else 'mixed'`, invoice: `then 'invoice' else 'mixed'` },
}

describe('a page of the invoices', () => {
  it.each(CASES)(
    'S-01 %s show, page by page and in order, what a plain filter and sort in memory show',
    async (_name, { way, worlds, queries, by }) => {
      let [shown, byThisWay] = [0, 0]
      await fc.assert(
        fc.asyncProperty(worlds, queries, async (given, wanted) => {
          const { payer, rows } = await fill(given)
          if (by === 'session') {
            await actFor(payer)
            // So that it is known whose way comes first.
            await ASKERS.session(payer, { ...wanted, q: 'x', limit: 1, page: 1 })
            await ASKERS.session(payer, { ...wanted, q: null, limit: 1, page: 1 })
          }
          // The way that is tried first; a page that it cannot read whole is read by the next one.
          for (const key of [`${payer}`, `${payer}-sorted`]) rememberWay(host.payload, key, way)
          const expected = expectedOf({ rules: given.rules, rows, ...wanted })
          shown += expected.length
          const sent = await statementsOf(async () => {
            expect(await readAll({ payer, ...wanted, by })).toEqual(expected)
          })
          if (
            sent[0]?.text.includes(MARKS[way] ?? 'who') &&
            sent.length === Math.ceil(Math.max(1, expected.length) / 2)
          )
            byThisWay += 1
        }),
        { numRuns: by === 'payer' ? 80 : 50 },
      )
      expect(shown).toBeGreaterThan(0)
      if (MARKS[way]) expect(byThisWay).toBeGreaterThan(0)
    },
    60_000,
  )

  it('S-01 shows each invoice as it is by itself', async () => {
    await emptyTables()
    const payer = await createPayer(host.payload)
    await createAssociation(host.payload, payer, { clientNumber: 'C-1' })
    await createAssociation(host.payload, payer, { clientNumber: 'C-2', ability: 'view', detail: 'amounts' })
    const matters = [
      { matterNumber: 'M-1', matterDescription: 'a "quoted" \\ text' },
      { matterNumber: null, matterDescription: null },
    ]
    const none = {
      number: null,
      clientName: null,
      matterNumber: null,
      matterDescription: null,
      account: null,
      memo: null,
    }
    const given: Partial<InvoiceRow>[] = [
      {},
      { memo: 'é \u2028 "<>" \\ {},null', hold: 'asked for', pending: 300 },
      { ...none, issuedOn: null, dueOn: null, hold: '' },
      { balance: Number.MAX_SAFE_INTEGER, total: Number.MAX_SAFE_INTEGER, currency: 'jpy' },
      { balance: -Number.MAX_SAFE_INTEGER },
      { balance: 0, number: 'null', clientName: 'NULL', memo: '' },
      { matters },
    ]
    for (const clientNumber of ['C-1', 'C-2'])
      for (const one of given) await createInvoice(host.payload, { ...one, clientNumber })
    const query = { filter: 'all', sort: 'number', q: null, limit: 100, page: 1 } as const
    const { payload } = host
    for (const way of ['few', 'client', 'numbers', 'any']) {
      rememberWay(payload, `${payer}-sorted`, way)
      const { docs } = await readInvoicePage({ payload, payer, query })
      expect(docs).toHaveLength(14)
      for (const doc of docs) expect(doc).toEqual((await readInvoice({ payload, payer, id: doc.id }))?.invoice)
    }
  })

  it('costs two statements a request for rules by numbers, the login check included, and one more for any other', async () => {
    await emptyTables()
    const payer = await loginPayer(host)
    const { id } = await createInvoice(host.payload, { memo: MEMO })
    const ask = () => host.call(PAGE, { headers: payer.headers })
    for (const rule of [{ clientNumber: 'C-1' }, { clientNumber: 'C-1', matterNumber: 'M-1' }])
      await createAssociation(host.payload, payer.id, rule)
    let docs: unknown[] = []
    const quick = await statementsOf(async () => {
      docs = (await ask()).body.docs
    })
    expect(quick.map(({ name }) => name)).toEqual(['payer-session', 'invoices-few-open-dueOn-10'])
    expect(docs).toHaveLength(1)
    expect(Object.keys(docs[0] as object)).not.toContain('rules')

    await createAssociation(host.payload, payer.id, { clientName: 'Client One', effect: 'exclude' })
    const other = await statementsOf(async () => {
      docs = (await ask()).body.docs
    })
    expect(other.map(({ name }) => name)).toEqual([...quick.map(({ name }) => name), 'invoices-any-open-dueOn-10'])
    expect(docs).toEqual([])
    expect(id).toBeGreaterThan(0)
  })

  it.each([
    ['rules by numbers', []],
    ['any rules', [{ clientName: 'Client 8' }, { matterDescription: 'Text 9', effect: 'exclude' }]],
  ] as [string, Partial<AssociationRow>[]][])(
    'reads invoices by index for %s, among 100,000',
    async (_name, others) => {
      await emptyTables()
      const pool = poolOf(host.payload)
      await pool.query(MANY_INVOICES)
      await pool.query('analyze invoices')
      const payer = await loginPayer(host)
      const numbers = [{ clientNumber: 'C-7' }, { clientNumber: 'C-9', matterNumber: 'M-9' }, { invoiceNumber: 'N-11' }]
      for (const rule of [...numbers, ...others]) await createAssociation(host.payload, payer.id, rule)
      await pool.query('analyze associations')
      const sent = await statementsOf(() => host.call(PAGE, { headers: payer.headers }))
      const pages = sent.filter(({ name }) => name?.startsWith('invoices-'))
      expect(pages).toHaveLength(others.length === 0 ? 1 : 2)
      for (const { text, values } of pages) {
        const { rows } = await pool.query<{ 'QUERY PLAN': string }>(`explain (costs off) ${text}`, values)
        const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
        expect(plan).toMatch(/Index.* on invoices/)
        // In the order of the page already, and only what is open.
        if (others.length === 0) expect(plan).toMatch(/using invoices_open_client on invoices/)
        expect(plan).not.toMatch(/Seq Scan on invoices\b/)
      }
    },
  )
})

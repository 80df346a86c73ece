import type { PayloadRequest } from 'payload'
import { poolOf } from '../../src/base/database.ts'
import { createAssociation } from '../factories/createAssociation.ts'
import { createInvoice } from '../factories/createInvoice.ts'
import { createPayer } from '../factories/createPayer.ts'
import { type LoggedInPayer, loginPayer } from '../factories/loginPayer.ts'
import { type Answer, bootHost, type Host } from '../helpers/host/bootHost.ts'
import {
  ACTORS,
  type Actor,
  COLLECTIONS,
  type Collection,
  may,
  OPERATIONS,
  type Operation,
  RECORDS,
  type Row,
} from './accessTable.ts'

let host: Host
const headers = {} as Record<Actor, Record<string, string>>
const users = {} as Record<Actor, PayloadRequest['user']>
const payers = {} as Record<Row, LoggedInPayer>
let ids = {} as Record<Collection, Record<Row, number>>
let counter = 0

const pool = () => poolOf(host.payload)
const one = async (text: string, values: unknown[]): Promise<number> =>
  (await pool().query<{ id: number }>(text, values)).rows[0]?.id ?? 0

function freshTransaction(payer: number): Promise<number> {
  counter += 1
  return one(
    `insert into transactions (reference, kind, status, payer_id, channel, amount, currency, account) values ($1, 'payment', 'succeeded', $2, 'portal', 1, 'usd', 'operating-ny') returning id`,
    [`P-${counter}`, payer],
  )
}

/** Records of their own for each round: what one operation deletes the next one must find again. */
async function freshRecords(actor: Actor): Promise<void> {
  const { payload } = host
  await pool().query('truncate associations, invoices, transactions cascade')
  const each = async (make: (row: Row) => Promise<number>) => ({ a: await make('a'), b: await make('b') })
  const associations = await each(
    async (row) => (await createAssociation(payload, payers[row].id, { clientNumber: `C-${row}` })).id,
  )
  const invoices = await each(async (row) => (await createInvoice(payload, { clientNumber: `C-${row}`, memo: '' })).id)
  const transactions = await each((row) => freshTransaction(payers[row].id))
  const strangers = await each(() => createPayer(payload))
  counter += 1
  const staff = await each((row) =>
    one('insert into users (email) values ($1) returning id', [`u-${row}-${counter}@firm.test`]),
  )
  ids = {
    associations,
    invoices,
    transactions,
    users: staff,
    // Staff may delete a payer, so theirs are not the ones who are logged in.
    payers: actor === 'staff' ? strangers : { a: payers.a.id, b: payers.b.id },
  }
}

const FIELD: Record<Collection, string> = {
  payers: 'phone',
  associations: 'clientName',
  invoices: 'hold',
  transactions: 'account',
  users: 'email',
}
const COLUMN: Record<Collection, string> = {
  payers: 'phone',
  associations: 'client_name',
  invoices: 'hold',
  transactions: 'account',
  users: 'email',
}

const newDocument = (collection: Collection): Record<string, unknown> =>
  ({
    payers: { email: `n-${counter}@example.test`, lastName: 'New' },
    associations: { payer: payers.a.id, clientNumber: 'C-9', effect: 'include' },
    invoices: {
      number: `X${counter}`,
      status: 'open',
      currency: 'usd',
      balance: 1,
      source: 'firm',
      externalId: `x${counter}`,
    },
    transactions: {
      reference: `X${counter}`,
      payer: payers.a.id,
      kind: 'payment',
      status: 'succeeded',
      channel: 'portal',
      amount: 1,
      currency: 'usd',
      account: 'operating-ny',
    },
    users: { email: `n-${counter}@firm.test`, password: 'Staff-portal-2026!' },
  })[collection]

const total = async (collection: Collection): Promise<number> =>
  (await pool().query<{ n: number }>(`select count(*)::int as n from ${collection}`)).rows[0]?.n ?? 0
const isThere = async (collection: Collection, id: number): Promise<boolean> =>
  (await pool().query(`select 1 from ${collection} where id = $1`, [id])).rowCount === 1
const columnOf = async (collection: Collection, id: number): Promise<unknown> =>
  (await pool().query(`select ${COLUMN[collection]} as value from ${collection} where id = $1`, [id])).rows[0]?.value

type Try = { collection: Collection; operation: Operation; record: Row; actor: Actor }
type Outcome = { done: boolean; detail: string }

async function viaRest({ collection, operation, record, actor }: Try): Promise<Outcome> {
  const id = ids[collection][record]
  const value = `v${counter}@firm.test`
  const ask = (path: string, method = 'GET', body?: unknown): Promise<Answer> =>
    host.call(`/api/${collection}${path}`, { method, body, headers: headers[actor] })
  const where = `?where[id][equals]=${id}`
  const before = await total(collection)
  const calls: Record<Operation, () => Promise<Answer>> = {
    create: () => ask('', 'POST', newDocument(collection)),
    list: () => ask('?limit=100'),
    count: () => ask('/count'),
    read: () => ask(`/${id}`),
    update: () => ask(`/${id}`, 'PATCH', { [FIELD[collection]]: value }),
    bulkUpdate: () => ask(where, 'PATCH', { [FIELD[collection]]: value }),
    duplicate: () => ask(`/${id}/duplicate`, 'POST', {}),
    versions: () => ask('/versions'),
    version: () => ask(`/versions/${id}`),
    restore: () => ask(`/versions/${id}`, 'POST', {}),
    bulkDelete: () => ask(where, 'DELETE'),
    delete: () => ask(`/${id}`, 'DELETE'),
  }
  const { status, body, text } = await calls[operation]()
  const detail = `${status} ${text.slice(0, 160)}`
  // What the versions' routes of the host's own collections say is not ours.
  if (status >= 500 && collection !== 'users') throw new Error(`${actor} × ${collection} × ${operation}: ${detail}`)
  const isOk = status < 300
  if (operation === 'list') return { done: isOk && body.docs.some((doc: { id: number }) => doc.id === id), detail }
  // A count does not name records: it must be as high as the list is long, which the next test compares.
  if (operation === 'count')
    return {
      done: isOk && body.totalDocs > 0 && (actor === 'staff' || actor === 'member' || ownerOf(actor) === record),
      detail,
    }
  if (operation === 'update' || operation === 'bulkUpdate')
    return { done: (await columnOf(collection, id)) === value, detail }
  if (operation === 'delete' || operation === 'bulkDelete') return { done: !(await isThere(collection, id)), detail }
  if (operation === 'create' || operation === 'duplicate') return { done: (await total(collection)) > before, detail }
  return { done: isOk, detail }
}

const ownerOf = (actor: Actor): Row | null => (actor === 'payerA' ? 'a' : actor === 'payerB' ? 'b' : null)

const LOCAL_OPERATIONS = [
  'create',
  'list',
  'count',
  'read',
  'update',
  'bulkUpdate',
  'duplicate',
  'bulkDelete',
  'delete',
] as const

async function viaLocal({ collection, operation, record, actor }: Try): Promise<Outcome> {
  const { payload } = host
  const id = ids[collection][record]
  const value = `w${counter}@firm.test`
  const by = { collection, overrideAccess: false as const, user: users[actor] }
  const where = { id: { equals: id } }
  const data = { [FIELD[collection]]: value }
  const before = await total(collection)
  const calls: Record<(typeof LOCAL_OPERATIONS)[number], () => Promise<unknown>> = {
    create: () => payload.create({ ...by, data: newDocument(collection) as never }),
    list: async () => (await payload.find({ ...by, limit: 100, depth: 0 })).docs.find((doc) => doc.id === id),
    count: async () => (await payload.count({ ...by, where })).totalDocs || undefined,
    read: () => payload.findByID({ ...by, id, depth: 0 }),
    update: () => payload.update({ ...by, id, data: data as never }),
    bulkUpdate: () => payload.update({ ...by, where, data: data as never }),
    duplicate: () => payload.duplicate({ ...by, id }),
    bulkDelete: () => payload.delete({ ...by, where }),
    delete: () => payload.delete({ ...by, id }),
  }
  let found: unknown
  let detail = ''
  try {
    found = await calls[operation as (typeof LOCAL_OPERATIONS)[number]]()
  } catch (error) {
    detail = String(error)
    const { status } = error as { status?: number }
    if (!status || status >= 500) throw error
  }
  if (operation === 'update' || operation === 'bulkUpdate')
    return { done: (await columnOf(collection, id)) === value, detail }
  if (operation === 'delete' || operation === 'bulkDelete') return { done: !(await isThere(collection, id)), detail }
  if (operation === 'create' || operation === 'duplicate') return { done: (await total(collection)) > before, detail }
  return { done: found !== undefined, detail }
}

async function logInAt(collection: string, email: string): Promise<Record<string, string>> {
  const password = 'Staff-portal-2026!'
  const { body } = await host.call(`/api/${collection}/login`, { method: 'POST', body: { email, password } })
  return { authorization: `JWT ${body.token}` }
}

beforeAll(async () => {
  host = await bootHost({ config: { collections: [{ slug: 'users', auth: true, fields: [] }] } })
  const { payload } = host
  payers.a = await loginPayer(host)
  payers.b = await loginPayer(host)
  const suspended = await loginPayer(host)
  await pool().query(`delete from payer_portal_people where payer_id = $1`, [suspended.id])
  const staff = await payload.create({
    collection: 'users',
    data: { email: 'staff@firm.test', password: 'Staff-portal-2026!' },
    overrideAccess: true,
  })
  Object.assign(headers, {
    anonymous: {},
    payerA: payers.a.headers,
    payerB: payers.b.headers,
    suspended: suspended.headers,
    staff: await logInAt('users', 'staff@firm.test'),
  })
  const asPayer = ({ id, email, loginId }: LoggedInPayer) => ({
    id,
    email,
    loginId,
    role: 'owner',
    collection: 'payers',
  })
  Object.assign(users, {
    anonymous: null,
    // A user of another collection of the host, who has a payer's number.
    member: { id: payers.a.id, email: payers.a.email, collection: 'members' },
    payerA: asPayer(payers.a),
    payerB: asPayer(payers.b),
    staff: { ...staff, collection: 'users' },
  })
})
afterAll(() => host.close())

const REST_ACTORS = ACTORS.filter((actor) => actor !== 'member')
const LOCAL_ACTORS = ['anonymous', 'member', 'payerA', 'payerB', 'staff'] as const

describe('who may do what', () => {
  const cells = REST_ACTORS.flatMap((actor) => COLLECTIONS.map((collection) => [actor, collection] as const))

  it.each(cells)(
    'S-10 S-13 over REST %s may do with %s what the table says, cell by cell',
    async (actor, collection) => {
      const wrong: string[] = []
      for (const operation of OPERATIONS) {
        for (const record of RECORDS) {
          counter += 1
          await freshRecords(actor)
          const expected = may(actor, { collection, operation, record })
          const { done, detail } = await viaRest({ actor, collection, operation, record })
          if (done !== expected)
            wrong.push(`${operation} ${record}: expected ${expected ? 'yes' : 'no'}, got ${detail}`)
        }
      }
      expect(wrong).toEqual([])
    },
  )

  const localCells = LOCAL_ACTORS.flatMap((actor) =>
    COLLECTIONS.filter((name) => name !== 'users').map((collection) => [actor, collection] as const),
  )

  it.each(localCells)(
    'S-11 by the Local API with overrideAccess false %s may do with %s what the table says',
    async (actor, collection) => {
      const wrong: string[] = []
      for (const operation of LOCAL_OPERATIONS) {
        for (const record of RECORDS) {
          counter += 1
          await freshRecords(actor)
          const expected = may(actor, { collection, operation, record })
          const { done, detail } = await viaLocal({ actor, collection, operation, record })
          if (done !== expected)
            wrong.push(`${operation} ${record}: expected ${expected ? 'yes' : 'no'}, got ${detail}`)
        }
      }
      expect(wrong).toEqual([])
    },
  )

  it.each(REST_ACTORS)('the settings are read and written by staff alone: %s', async (actor) => {
    const read = await host.call('/api/globals/portal-settings', { headers: headers[actor] })
    const write = await host.call('/api/globals/portal-settings', {
      method: 'POST',
      headers: headers[actor],
      body: { firmName: `by ${actor}` },
    })
    expect([read.status < 300, write.status < 300]).toEqual([actor === 'staff', actor === 'staff'])
  })

  it('a count tells a payer no more than the list', async () => {
    await freshRecords('payerA')
    for (const collection of ['payers', 'invoices', 'transactions']) {
      const { body: list } = await host.call(`/api/${collection}`, { headers: headers.payerA })
      const { body: count } = await host.call(`/api/${collection}/count`, { headers: headers.payerA })
      expect([collection, list.docs.length, count.totalDocs]).toEqual([collection, 1, 1])
    }
  })
})

import { type CollectionBeforeOperationHook, Forbidden, type Where } from 'payload'
import { type Queryable, transactionOf } from '../src/base/database.ts'
import { PortalError } from '../src/base/errors.ts'

type Table = 'invoices' | 'payers'
type Hook = Parameters<CollectionBeforeOperationHook>[0]
type Change = { id?: number | string; where?: Where; data?: Record<string, unknown> }
type Args = {
  hook: Hook
  table: Table
  /** What else is locked for them, in the same transaction. */
  more?: (tx: Queryable, ids: number[]) => Promise<void>
}

/** So many rows are changed at once at the most: their ids travel in one condition. */
const MAX_ROWS = 5000
const MAX_ID = 2_147_483_647

const changeOf = (hook: Hook): Change => hook.args as Change

/** What the caller may change: everything, or what a condition says. Throws Forbidden for nothing. */
async function mayChange(hook: Hook): Promise<true | Where> {
  const { collection, operation, overrideAccess, req } = hook
  if (overrideAccess === true) return true
  const { id, data } = changeOf(hook)
  const access = operation === 'delete' ? collection.access.delete : collection.access.update
  const result = await access({ req, ...(id === undefined ? {} : { id }), ...(data ? { data } : {}) })
  if (!result) throw new Forbidden(req.t)
  return result
}

/** The ids that a condition finds; where it comes from the caller, with the caller's rights. */
async function findIds({ hook, table }: Args, { where, isCallers }: { where: Where; isCallers: boolean }) {
  const { docs } = await hook.req.payload.find({
    collection: table,
    where,
    select: {},
    sort: 'id',
    depth: 0,
    limit: MAX_ROWS + 1,
    pagination: false,
    // system: one row by its id and by what access allows; a caller's own filter has the caller's rights.
    overrideAccess: !isCallers || hook.overrideAccess === true,
    req: hook.req,
  })
  if (docs.length > MAX_ROWS)
    throw new PortalError('bad_request', { message: `At most ${MAX_ROWS} rows are changed at once.` })
  return docs.map(({ id }) => Number(id))
}

function rowId(given: number | string): number {
  const id = /^[1-9]\d{0,9}$/.test(String(given)) ? Number(given) : Number.NaN
  if (!(id <= MAX_ID)) throw new PortalError('not_found')
  return id
}

function idsToLock(args: Args, mine: true | Where): number[] | Promise<number[]> {
  const { id, where = {} } = changeOf(args.hook)
  if (id !== undefined && mine === true) return [rowId(id)]
  const wanted: Where = id === undefined ? where : { id: { equals: rowId(id) } }
  return findIds(args, { where: mine === true ? wanted : { and: [wanted, mine] }, isCallers: id === undefined })
}

function lock(tx: Queryable, { table, ids }: { table: Table; ids: number[] }) {
  const text = `select 1 from ${table} where id = any($1::int[]) order by id for update`
  return tx.query({ name: `lock-${table}`, text, values: [ids] })
}

/**
 * Locks the rows that an update or delete is about, in the same transaction and before Payload reads
 * them: whole documents are written back, and what others write meanwhile must not be lost. Several are
 * locked in id order, as payments and syncs do it, and the change is held to those. Whoever may not
 * change them is refused before anything is locked. Throws Forbidden, `not_found`, `bad_request`.
 */
export async function lockRows({ hook, table, more }: Args): Promise<Hook['args']> {
  const { args, operation, req } = hook
  const { id, where } = changeOf(hook)
  if (operation !== 'update' && operation !== 'delete') return args
  const mine = await mayChange(hook)
  if (id === undefined && !where) return args
  const ids = await idsToLock({ hook, table }, mine)
  const tx = await transactionOf(req)
  await lock(tx, { table, ids })
  await more?.(tx, ids)
  return where && id === undefined ? ({ ...args, where: { and: [where, { id: { in: ids } }] } } as typeof args) : args
}

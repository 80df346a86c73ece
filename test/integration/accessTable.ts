export const ACTORS = ['anonymous', 'member', 'suspended', 'payerA', 'payerB', 'staff'] as const
export const COLLECTIONS = ['payers', 'associations', 'invoices', 'transactions', 'users'] as const
export const OPERATIONS = [
  'create',
  'list',
  'count',
  'read',
  'update',
  'bulkUpdate',
  'duplicate',
  'versions',
  'version',
  'restore',
  'bulkDelete',
  'delete',
] as const
export const RECORDS = ['a', 'b'] as const

export type Actor = (typeof ACTORS)[number]
export type Collection = (typeof COLLECTIONS)[number]
export type Operation = (typeof OPERATIONS)[number]
export type Row = (typeof RECORDS)[number]
/** May: staff, a payer on an own record, a payer on another's, a member of another auth collection. Nobody else ever may. */
type Cell = `${'Y' | '-'}${'Y' | '-'}${'Y' | '-'}${'Y' | '-'}`

const STAFF: Cell = 'Y---'
const NOBODY: Cell = '----'
const OWN: Cell = 'YY--'
const ALL_STAFF: Record<Operation, Cell> = {
  create: STAFF,
  list: STAFF,
  count: STAFF,
  read: STAFF,
  update: STAFF,
  bulkUpdate: STAFF,
  duplicate: NOBODY,
  versions: NOBODY,
  version: NOBODY,
  restore: NOBODY,
  bulkDelete: STAFF,
  delete: STAFF,
}
// What the host's own collections let its other users do is the host's business: Payload's default is any logged-in user of the host.
const HOST: Cell = 'Y--Y'

const MAY: Record<Collection, Partial<Record<Operation, Cell>>> = {
  payers: { ...ALL_STAFF, list: OWN, count: OWN, read: OWN, update: OWN, bulkUpdate: STAFF },
  associations: ALL_STAFF,
  invoices: { ...ALL_STAFF, create: NOBODY, list: OWN, count: OWN, read: OWN, bulkDelete: NOBODY, delete: NOBODY },
  transactions: {
    ...ALL_STAFF,
    create: NOBODY,
    list: OWN,
    count: OWN,
    read: OWN,
    update: NOBODY,
    bulkUpdate: NOBODY,
    bulkDelete: NOBODY,
    delete: NOBODY,
  },
  users: {
    ...ALL_STAFF,
    create: HOST,
    list: HOST,
    count: HOST,
    read: HOST,
    update: HOST,
    bulkUpdate: HOST,
    duplicate: NOBODY,
    bulkDelete: HOST,
    delete: HOST,
  },
}

/** What the table says. Throws where it has no cell. */
export function may(
  actor: Actor,
  { collection, operation, record }: { collection: Collection; operation: Operation; record: Row },
): boolean {
  const cell = MAY[collection][operation]
  if (!cell) throw new Error(`No cell for ${actor} × ${collection} × ${operation} × ${record}`)
  if (actor === 'staff') return cell[0] === 'Y'
  if (actor === 'member') return cell[3] === 'Y'
  if (actor === 'payerA' || actor === 'payerB') return cell[(actor === 'payerA') === (record === 'a') ? 1 : 2] === 'Y'
  return false
}

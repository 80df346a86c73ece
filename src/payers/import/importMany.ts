import type { PayloadRequest } from 'payload'
import { setterOf } from '../../associations/setterOf.ts'
import { createdEntries, insertRules, type PayerRule, type StoredRule } from '../../associations/storeRules.ts'
import { AUDITED_PAYER_FIELDS } from '../../audit/auditedFields.ts'
import { changedFields } from '../../audit/changedFields.ts'
import { recordAudits } from '../../audit/recordAudit.ts'
import { type Queryable, withTransaction } from '../../base/database.ts'
import { payerName } from '../payerName.ts'
import {
  associationsOf,
  type Existing,
  fatesOf,
  firstOf,
  type GroupPlan,
  type ImportGroup,
  type ImportOptions,
  NO_INVOICE,
  outcomesOf,
  planGroup,
  type RowFate,
} from './importPlan.ts'

type Planned = { group: ImportGroup; plan: GroupPlan }
type Creating = { group: ImportGroup; plan: GroupPlan & { does: 'create' } }

const LOCK = `select pg_advisory_xact_lock(hashtextextended('payer-import', 0))`
const EXISTING = `select lower(email) as key, id, archived_at is not null as archived, merged_into::int as "mergedInto", first_name as "firstName",
 last_name as "lastName", business_name as "businessName", phone, address from payers where lower(email) = any($1::text[])
 order by archived_at is not null, id`
const PAYERS = `insert into payers (email, name, first_name, last_name, business_name, phone, address)
 select email, name, "firstName", "lastName", "businessName", phone, address from json_to_recordset($1::json)
 as r(at int, email text, name text, "firstName" text, "lastName" text, "businessName" text, phone text, address text)
 order by at returning id, email`
const RECEIPTS = `insert into payers_texts ("order", parent_id, path, text)
 select "order", payer, 'receiptEmails', email from json_to_recordset($1::json) as r("order" int, payer int, email text)`
const WITHOUT_INVOICE = `select at from json_to_recordset($1::json) as r(at int, "clientNumber" text, "matterNumber" text)
 where not exists (select 1 from invoices i where i.client_number = r."clientNumber" and (r."matterNumber" is null
 or i.matter_number = r."matterNumber" or exists (select 1 from invoices_matters m where m._parent_id = i.id and m.matter_number = r."matterNumber")))`

async function planAll(
  tx: Queryable,
  { groups, options }: { groups: ImportGroup[]; options: ImportOptions },
): Promise<Planned[]> {
  const emails = groups.map((group) => firstOf(group).email)
  const { rows } = await tx.query<Existing & { key: string }>({
    name: 'import-existing-many',
    text: EXISTING,
    values: [emails],
  })
  const found = new Map<string, Existing[]>()
  for (const { key, ...payer } of rows) found.set(key, [...(found.get(key) ?? []), payer])
  return groups.map((group, at) => ({
    group,
    plan: planGroup(found.get(emails[at] ?? '') ?? [], { group, options }),
  }))
}

/** The numbers of the new payers, in the order of the groups. */
async function insertPayers(tx: Queryable, creating: Creating[]): Promise<number[]> {
  const payers = creating.map(({ group }, at) => {
    const { email, contact } = firstOf(group)
    return { at, email, name: payerName({ ...contact, email }), ...contact }
  })
  const { rows } = await tx.query<{ id: number; email: string }>({
    name: 'import-payers',
    text: PAYERS,
    values: [JSON.stringify(payers)],
  })
  const ids = new Map(rows.map(({ id, email }) => [email, id]))
  return payers.map(({ email }) => {
    const id = ids.get(email)
    if (id === undefined) throw new Error('A payer of an import was not stored.')
    return id
  })
}

async function insertReceipts(tx: Queryable, { creating, ids }: { creating: Creating[]; ids: number[] }) {
  const receipts = creating.flatMap(({ group }, at) =>
    firstOf(group).receiptEmails.map((email, order) => ({ order: order + 1, payer: ids[at], email })),
  )
  if (receipts.length > 0)
    await tx.query({ name: 'import-receipts', text: RECEIPTS, values: [JSON.stringify(receipts)] })
}

type ByNumbers = { payer: number; clientNumber: string; matterNumber: string | null }

const includeOf = ({ payer, clientNumber, matterNumber }: ByNumbers): PayerRule => ({
  payer,
  client_number: clientNumber,
  client_name: null,
  matter_number: matterNumber,
  matter_description: null,
  invoice_number: null,
  source: null,
  effect: 'include',
  ability: 'pay',
  detail: 'full',
  ends_on: null,
})

/** Adds the associations; what is to be said of each, by group and row, and what was stored. */
async function insertAssociations(
  tx: Queryable,
  { creating, ids, setBy }: { creating: Creating[]; ids: number[]; setBy: string | null },
) {
  const wanted = creating.flatMap(({ group }, of) =>
    associationsOf(group).map(({ at, association }) => ({ of, row: at, payer: ids[of] ?? 0, ...association })),
  )
  const added = creating.map(() => new Map<number, string[]>())
  if (wanted.length === 0) return { added, rules: [] }
  const values = [JSON.stringify(wanted.map((one, at) => ({ ...one, at })))]
  const rules = await insertRules(tx, {
    setBy,
    rules: wanted.map(({ payer, clientNumber, matterNumber }) => includeOf({ payer, clientNumber, matterNumber })),
  })
  const { rows } = await tx.query<{ at: number }>({ name: 'import-without-invoice', text: WITHOUT_INVOICE, values })
  const blind = new Set(rows.map(({ at }) => at))
  for (const [at, { of, row }] of wanted.entries()) added[of]?.set(row, blind.has(at) ? [NO_INVOICE] : [])
  return { added, rules }
}

type Stored = { creating: Creating[]; ids: number[]; rules: StoredRule[] }

/** The log gets what it gets of a payer and an association that are made one by one. */
function entriesOf({ creating, ids, rules }: Stored): Parameters<typeof recordAudits>[1]['entries'] {
  const payers = creating.map(({ group }, at) => {
    const { email, contact, receiptEmails } = firstOf(group)
    const after = { email, ...contact, receiptEmails }
    const data = { ...changedFields(AUDITED_PAYER_FIELDS, { before: null, after }) }
    return { action: 'payer_created' as const, payer: ids[at] ?? null, data }
  })
  return [...payers, ...createdEntries(rules)]
}

type Creation = { req: PayloadRequest; creating: Creating[]; dryRun: boolean }

async function createAll(tx: Queryable, { req, creating, dryRun }: Creation): Promise<RowFate[]> {
  if (creating.length === 0) return []
  const ids = await insertPayers(tx, creating)
  await insertReceipts(tx, { creating, ids })
  const { added, rules } = await insertAssociations(tx, { creating, ids, setBy: setterOf(req) })
  await recordAudits(tx, { req, entries: entriesOf({ creating, ids, rules }) })
  return creating.flatMap(({ group, plan }, at) => {
    const first = { fate: 'create' as const, payer: ids[at] ?? null, notes: plan.notes }
    return fatesOf(outcomesOf({ group, first, added: added[at] ?? new Map() }), { group, dryRun })
  })
}

const isPlainCreate = (planned: Planned): planned is Creating =>
  planned.plan.does === 'create' && !planned.plan.loginAccess

export type ManyDone = {
  fates: RowFate[]
  /** Those that have to go through the collections one by one: changes, and new payers with login access. */
  left: ImportGroup[]
}

/**
 * Many payers in one transaction of a few statements, however many there are: new ones without login access, and those
 * that are left alone. Writes what the collections would write; only for collections that are as we built them.
 */
export async function importMany(
  req: PayloadRequest,
  { groups, options }: { groups: ImportGroup[]; options: ImportOptions },
): Promise<ManyDone> {
  const { dryRun } = options
  return await withTransaction(req.payload, async (tx) => {
    await tx.query({ name: 'import-lock', text: LOCK })
    const planned = await planAll(tx, { groups, options })
    await tx.query({ text: 'savepoint import_many' })
    const created = await createAll(tx, { req, creating: planned.filter(isPlainCreate), dryRun })
    if (dryRun) await tx.query({ text: 'rollback to savepoint import_many' })
    const skipped = planned.flatMap(({ group, plan }) => {
      if (plan.does !== 'skip') return []
      const first = { fate: 'skip' as const, payer: plan.payer, reason: plan.reason }
      return fatesOf(outcomesOf({ group, first, added: new Map() }), { group, dryRun })
    })
    const left = planned.filter((one) => one.plan.does !== 'skip' && !isPlainCreate(one)).map(({ group }) => group)
    return { fates: [...created, ...skipped], left }
  })
}

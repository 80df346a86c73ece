import {
  commitTransaction,
  createLocalReq,
  initTransaction,
  killTransaction,
  type PayloadRequest,
  ValidationError,
} from 'payload'
import { type Queryable, transactionOf } from '../../base/database.ts'
import { SLUGS } from '../../base/slugs.ts'
import type { ImportGroup, ImportOptions } from './importPayers.ts'
import type { ImportContact, ImportValues } from './readImportRow.ts'

export type RowFate = {
  /** The line of the file on which the row ends. */
  line: number
  email: string
  fate: 'create' | 'update' | 'skip' | 'error'
  reason: string | null
  column: string | null
  payer: number | null
  notes: string[]
}

type Outcome = Pick<RowFate, 'fate'> & Partial<RowFate>
type Existing = { id: number; archived: boolean; mergedInto: number | null } & Record<
  keyof ImportContact,
  string | null
>
type Args = { group: ImportGroup; options: ImportOptions }

// Two imports of one file at once: the second one finds what the first one made.
const LOCK = `select pg_advisory_xact_lock(hashtextextended('payer-email:' || $1, 0))`
const EXISTING = `select id, archived_at is not null as archived, merged_into::int as "mergedInto", first_name as "firstName", last_name as "lastName",
 business_name as "businessName", phone, address from payers where lower(email) = $1 order by archived_at is not null, id limit 2`
const HAS_INVOICE = `select 1 from invoices i where i.client_number = $1 and ($2::text is null or i.matter_number = $2
 or exists (select 1 from invoices_matters m where m._parent_id = i.id and m.matter_number = $2)) limit 1`

function firstOf({ rows }: ImportGroup): ImportValues {
  const values = rows[0]?.values
  if (!values) throw new Error('A group has at least one row.')
  return values
}

async function createPayer(req: PayloadRequest, { group, options }: Args): Promise<Outcome> {
  const { email, contact, receiptEmails, loginAccess } = firstOf(group)
  const { id } = await req.payload.create({
    collection: SLUGS.payers,
    data: { email, ...contact, receiptEmails, loginAccess: loginAccess && options.invite } as never,
    depth: 0,
    overrideAccess: false,
    user: req.user,
    req,
  })
  const notes = loginAccess && !options.invite ? ['Login access stays off: invites were not asked for.'] : []
  return { fate: 'create', payer: Number(id), notes }
}

async function associate(
  req: PayloadRequest,
  { payer, association }: { payer: number; association: NonNullable<ImportValues['association']> },
): Promise<string[]> {
  const { clientNumber, matterNumber } = association
  await req.payload.create({
    collection: SLUGS.associations,
    data: { payer, clientNumber, matterNumber, effect: 'include' } as never,
    depth: 0,
    overrideAccess: false,
    user: req.user,
    req,
  })
  const tx = await transactionOf(req)
  const found = await tx.query({ name: 'import-has-invoice', text: HAS_INVOICE, values: [clientNumber, matterNumber] })
  return found.rowCount ? [] : ['No invoice has this client or matter number at the moment.']
}

async function updatePayer(
  req: PayloadRequest,
  { existing, contact }: { existing: Existing; contact: ImportContact },
): Promise<Outcome> {
  const names = Object.keys(contact) as (keyof ImportContact)[]
  const changed = Object.fromEntries(
    names.flatMap((name) => (contact[name] === (existing[name] ?? '') ? [] : [[name, contact[name]]])),
  )
  if (Object.keys(changed).length === 0) return { fate: 'skip', reason: 'Nothing to change.' }
  await req.payload.update({
    collection: SLUGS.payers,
    id: existing.id,
    data: changed as never,
    depth: 0,
    overrideAccess: false,
    user: req.user,
    req,
  })
  return { fate: 'update', notes: [`Changes ${Object.keys(changed).join(', ')}.`] }
}

function skipReason(existing: Existing, { several, update }: { several: boolean; update: boolean }): string | null {
  if (existing.mergedInto !== null) return `The payer with this email was merged into payer ${existing.mergedInto}.`
  if (existing.archived) return 'The payer with this email is archived.'
  if (!update) return 'A payer with this email exists.'
  return several ? 'Several payers have this email.' : null
}

async function decideFirst(req: PayloadRequest, args: Args): Promise<Outcome> {
  const { email, contact } = firstOf(args.group)
  const tx: Queryable = await transactionOf(req)
  await tx.query({ name: 'import-lock-email', text: LOCK, values: [email] })
  const { rows } = await tx.query<Existing>({ name: 'import-existing', text: EXISTING, values: [email] })
  const [existing, second] = rows
  if (!existing) return createPayer(req, args)
  const several = second !== undefined && !second.archived
  const reason = skipReason(existing, { several, update: args.options.update })
  const outcome = reason ? { fate: 'skip' as const, reason } : await updatePayer(req, { existing, contact })
  return { ...outcome, payer: existing.id }
}

type Later = { values: ImportValues; payer: number | null; firstLine: number }

/** A further row of a payer adds an association to one that this file makes, and nothing else. */
async function decideLater(req: PayloadRequest, { values, payer, firstLine }: Later): Promise<Outcome> {
  const { association } = values
  if (!payer || !association) return { fate: 'skip', reason: `The same email as in line ${firstLine}.` }
  const notes = await associate(req, { payer, association })
  return { fate: 'create', payer, notes: [`Adds an association to the payer of line ${firstLine}.`, ...notes] }
}

const sameAssociation = (a: ImportValues, b: ImportValues): boolean =>
  JSON.stringify(a.association) === JSON.stringify(b.association)

/** The first row decides about the payer. */
async function decideAll(req: PayloadRequest, args: Args): Promise<Outcome[]> {
  const { rows } = args.group
  const first = await decideFirst(req, args)
  const payer = first.fate === 'create' ? (first.payer ?? null) : null
  const { association } = firstOf(args.group)
  const notes = payer && association ? await associate(req, { payer, association }) : []
  const outcomes: Outcome[] = [{ ...first, notes: [...(first.notes ?? []), ...notes] }]
  for (const [at, { values }] of rows.slice(1).entries()) {
    const isNew = !rows.slice(0, at + 1).some((earlier) => sameAssociation(earlier.values, values))
    outcomes.push(await decideLater(req, { values, payer: isNew ? payer : null, firstLine: rows[0]?.line ?? 0 }))
  }
  return outcomes
}

/** The reason and the column of a refusal, in words that staff may read. */
function problemOf(error: unknown): { reason: string; column: string | null } {
  const fields = error instanceof ValidationError ? error.data.errors : []
  const [field] = fields
  if (field) return { reason: field.message, column: field.path }
  const isPublic = (error as { isPublic?: unknown }).isPublic === true
  return { reason: isPublic && error instanceof Error ? error.message : 'This row could not be stored.', column: null }
}

function requestOf(req: PayloadRequest, dryRun: boolean): Promise<PayloadRequest> {
  const context = { ...req.context, payerPortalDryRun: dryRun }
  return createLocalReq({ user: req.user as never, req: { headers: req.headers, context } }, req.payload)
}

/** The fates of one payer's rows, in a transaction of their own. */
export async function importGroup(req: PayloadRequest, args: Args): Promise<RowFate[]> {
  const own = await requestOf(req, args.options.dryRun)
  await initTransaction(own)
  let outcomes: Outcome[]
  try {
    outcomes = await decideAll(own, args)
    if (args.options.dryRun) await killTransaction(own)
    else await commitTransaction(own)
  } catch (error) {
    await killTransaction(own)
    req.payload.logger.warn({ err: error }, 'A row of an import was refused')
    outcomes = args.group.rows.map(() => ({ fate: 'error', payer: null, ...problemOf(error) }))
  }
  return outcomes.map((outcome, at) => {
    const row = args.group.rows[at]
    const made = outcome.fate === 'create' && args.options.dryRun
    const rest = { reason: null, column: null, notes: [], ...outcome, payer: made ? null : (outcome.payer ?? null) }
    return { line: row?.line ?? 0, email: row?.values.email ?? '', ...rest }
  })
}

import { commitTransaction, createLocalReq, initTransaction, killTransaction, type PayloadRequest } from 'payload'
import { transactionOf } from '../../base/database.ts'
import { rowProblem } from '../../base/rowProblem.ts'
import { SLUGS } from '../../base/slugs.ts'
import {
  associationsOf,
  type Existing,
  fatesOf,
  firstOf,
  type GroupPlan,
  type ImportGroup,
  type ImportOptions,
  NO_INVOICE,
  type Outcome,
  outcomesOf,
  planGroup,
  type RowFate,
} from './importPlan.ts'
import type { ImportContact, ImportValues } from './readImportRow.ts'

type Args = { group: ImportGroup; options: ImportOptions }

// Two imports of one file at once: the second one finds what the first one made. Many rows at once keep everybody out.
const LOCK = `select pg_advisory_xact_lock_shared(hashtextextended('payer-import', 0)),
 pg_advisory_xact_lock(hashtextextended('payer-email:' || $1, 0))`
const EXISTING = `select id, archived_at is not null as archived, merged_into::int as "mergedInto", first_name as "firstName", last_name as "lastName",
 business_name as "businessName", phone, address from payers where lower(email) = $1 order by archived_at is not null, id limit 2`
const HAS_INVOICE = `select 1 from invoices i where i.client_number = $1 and ($2::text is null or i.matter_number = $2
 or exists (select 1 from invoices_matters m where m._parent_id = i.id and m.matter_number = $2)) limit 1`

async function createPayer(
  req: PayloadRequest,
  { group, plan }: { group: ImportGroup; plan: GroupPlan & { does: 'create' } },
): Promise<Outcome> {
  const { email, contact, receiptEmails } = firstOf(group)
  const { id } = await req.payload.create({
    collection: SLUGS.payers,
    data: { email, ...contact, receiptEmails, loginAccess: plan.loginAccess } as never,
    depth: 0,
    overrideAccess: false,
    user: req.user,
    req,
  })
  return { fate: 'create', payer: Number(id), notes: plan.notes }
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
  return found.rowCount ? [] : [NO_INVOICE]
}

async function updatePayer(
  req: PayloadRequest,
  { payer, changed }: { payer: number; changed: ImportContact },
): Promise<Outcome> {
  await req.payload.update({
    collection: SLUGS.payers,
    id: payer,
    data: changed as never,
    depth: 0,
    overrideAccess: false,
    user: req.user,
    req,
  })
  return { fate: 'update', payer, notes: [`Changes ${Object.keys(changed).join(', ')}.`] }
}

async function decideFirst(req: PayloadRequest, args: Args): Promise<Outcome> {
  const { email } = firstOf(args.group)
  const tx = await transactionOf(req)
  await tx.query({ name: 'import-lock-email', text: LOCK, values: [email] })
  const { rows } = await tx.query<Existing>({ name: 'import-existing', text: EXISTING, values: [email] })
  const plan = planGroup(rows, args)
  if (plan.does === 'create') return createPayer(req, { group: args.group, plan })
  return plan.does === 'update' ? updatePayer(req, plan) : { fate: 'skip', payer: plan.payer, reason: plan.reason }
}

async function decideAll(req: PayloadRequest, args: Args): Promise<Outcome[]> {
  const { group } = args
  const first = await decideFirst(req, args)
  const added = new Map<number, string[]>()
  const { payer } = first
  if (first.fate === 'create' && payer)
    for (const { at, association } of associationsOf(group)) added.set(at, await associate(req, { payer, association }))
  return outcomesOf({ group, first, added })
}

function requestOf(req: PayloadRequest, dryRun: boolean): Promise<PayloadRequest> {
  const context = { ...req.context, payerPortalDryRun: dryRun }
  return createLocalReq({ user: req.user as never, req: { headers: req.headers, context } }, req.payload)
}

/** The fates of one payer's rows, through the collections with the caller's rights, in a transaction of their own. */
export async function importGroup(req: PayloadRequest, args: Args): Promise<RowFate[]> {
  const { group, options } = args
  const own = await requestOf(req, options.dryRun)
  await initTransaction(own)
  let outcomes: Outcome[]
  try {
    outcomes = await decideAll(own, args)
    if (options.dryRun) await killTransaction(own)
    else await commitTransaction(own)
  } catch (error) {
    await killTransaction(own)
    req.payload.logger.warn({ err: error }, 'A row of an import was refused')
    outcomes = group.rows.map(() => ({ fate: 'error', payer: null, ...rowProblem(error) }))
  }
  return fatesOf(outcomes, { group, dryRun: options.dryRun })
}

import type { SimilarPayer } from '../findSimilar.ts'
import type { ImportContact, ImportValues } from './readImportRow.ts'

export type ImportOptions = {
  /** Say what would happen, and write nothing. */
  dryRun: boolean
  /** Switch login access on, and so send the welcome mail, where the file says yes. */
  invite: boolean
  /** Take names, phone and address of payers that exist from the file. */
  update: boolean
  /** The part of the rows to take, counted from 0. */
  from: number
  limit: number
}

/** Rows of one email, in the order of the file: one payer. `at` is where the first one stands. */
export type ImportGroup = { at: number; rows: { line: number; values: ImportValues }[] }

export type RowFate = {
  /** The line of the file on which the row ends. */
  line: number
  email: string
  fate: 'create' | 'update' | 'skip' | 'error'
  reason: string | null
  column: string | null
  payer: number | null
  notes: string[]
  /** Payers that look like the one to be created; a dry run looks for them. */
  similar: SimilarPayer[]
}

export type Outcome = Pick<RowFate, 'fate'> & Partial<RowFate>

/** A payer that has the email already, with what an update could change. */
export type Existing = { id: number; archived: boolean; mergedInto: number | null } & Record<
  keyof ImportContact,
  string | null
>

/** What is to be done about the payer of a group. */
export type GroupPlan =
  | { does: 'create'; loginAccess: boolean; notes: string[] }
  | { does: 'update'; payer: number; changed: ImportContact }
  | { does: 'skip'; payer: number; reason: string }

type Association = NonNullable<ImportValues['association']>

/** What the first row says; it decides about the payer. */
export function firstOf({ rows }: ImportGroup): ImportValues {
  const values = rows[0]?.values
  if (!values) throw new Error('A group has at least one row.')
  return values
}

function skipReason(existing: Existing, { several, update }: { several: boolean; update: boolean }): string | null {
  if (existing.mergedInto !== null) return `The payer with this email was merged into payer ${existing.mergedInto}.`
  if (existing.archived) return 'The payer with this email is archived.'
  if (!update) return 'A payer with this email exists.'
  return several ? 'Several payers have this email.' : null
}

function changesOf(existing: Existing, contact: ImportContact): ImportContact {
  const names = Object.keys(contact) as (keyof ImportContact)[]
  return Object.fromEntries(
    names.flatMap((name) => (contact[name] === (existing[name] ?? '') ? [] : [[name, contact[name]]])),
  )
}

/** Decides about the payer of a group; `found` are those that have its email, the ones that are not archived first. */
export function planGroup(
  found: readonly Existing[],
  { group, options }: { group: ImportGroup; options: ImportOptions },
): GroupPlan {
  const { contact, loginAccess } = firstOf(group)
  const [existing, second] = found
  if (!existing) {
    const notes = loginAccess && !options.invite ? ['Login access stays off: invites were not asked for.'] : []
    return { does: 'create', loginAccess: loginAccess && options.invite, notes }
  }
  const payer = existing.id
  const several = second !== undefined && !second.archived
  const reason = skipReason(existing, { several, update: options.update })
  if (reason) return { does: 'skip', payer, reason }
  const changed = changesOf(existing, contact)
  if (Object.keys(changed).length === 0) return { does: 'skip', payer, reason: 'Nothing to change.' }
  return { does: 'update', payer, changed }
}

const isSame = (a: ImportValues, b: ImportValues): boolean =>
  JSON.stringify(a.association) === JSON.stringify(b.association)

/** The associations that a new payer of this group gets, each once, with the row that names it first. */
export function associationsOf({ rows }: ImportGroup): { at: number; association: Association }[] {
  return rows.flatMap(({ values }, at) => {
    const isKnown = rows.slice(0, at).some((earlier) => isSame(earlier.values, values))
    return values.association && !isKnown ? [{ at, association: values.association }] : []
  })
}

type Done = {
  group: ImportGroup
  first: Outcome
  /** What is to be said of each association that was added, by row. */
  added: ReadonlyMap<number, string[]>
}

/** A further row of a payer adds an association to one that this file makes, and nothing else. */
export function outcomesOf({ group, first, added }: Done): Outcome[] {
  const firstLine = group.rows[0]?.line ?? 0
  return group.rows.map((_row, at) => {
    const notes = added.get(at)
    if (at === 0) return { ...first, notes: [...(first.notes ?? []), ...(notes ?? [])] }
    if (!notes) return { fate: 'skip', payer: first.payer ?? null, reason: `The same email as in line ${firstLine}.` }
    const payer = first.payer ?? null
    return { fate: 'create', payer, notes: [`Adds an association to the payer of line ${firstLine}.`, ...notes] }
  })
}

/** The fates of a group's rows; what a dry run made has no number. */
export function fatesOf(outcomes: Outcome[], { group, dryRun }: { group: ImportGroup; dryRun: boolean }): RowFate[] {
  return outcomes.map((outcome, at) => {
    const row = group.rows[at]
    const isGone = dryRun && outcomes[0]?.fate === 'create'
    const payer = isGone ? null : (outcome.payer ?? null)
    const rest = { reason: null, column: null, notes: [], similar: [], ...outcome, payer }
    return { line: row?.line ?? 0, email: row?.values.email ?? '', ...rest }
  })
}

/** What is said of an association that no invoice matches at the moment. */
export const NO_INVOICE = 'No invoice has this client or matter number at the moment.'

import type { PayloadRequest } from 'payload'
import { poolOf } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'
import { rowProblem } from '../base/rowProblem.ts'
import type { Totals } from '../base/totals.ts'
import { type DraftRule, readSummary } from '../invoices/readSummary.ts'
import { previewWarnings, type Warning } from '../preview/previewWarnings.ts'
import { addRules, newRules } from './addRules.ts'
import { type NamedPayer, readablePayers } from './readableDocs.ts'

/** What becomes of one payer, or became of it. */
export type BulkOutcome = {
  payer: number
  name: string | null
  email: string | null
  /** `same`: the payer has all of them already. */
  result: 'added' | 'same' | 'not_found' | 'archived' | 'failed'
  /** How many rules are added, and how many the payer has already. */
  added: number
  same: number
  reason: string | null
  /** What the payer would see; of a dry run only. */
  totals?: Totals[]
  warnings?: Warning[]
}

type Args = { payers: readonly number[]; rules: readonly DraftRule[]; dryRun: boolean }
type One = Pick<Args, 'rules' | 'dryRun'> & { payer: NamedPayer }

async function tryOne(
  req: PayloadRequest,
  { payer, rules }: One,
): Promise<Pick<BulkOutcome, 'added' | 'totals' | 'warnings'>> {
  const { payload } = req
  const drafts = await newRules(
    poolOf(payload),
    rules.map((rule) => ({ ...rule, payer: payer.id })),
  )
  const { totals } = await readSummary({ payload, payer: payer.id, drafts })
  const warnings = await previewWarnings({ payload, payer: payer.id, drafts, totals })
  return { added: drafts.length, totals, warnings }
}

async function takeOne(req: PayloadRequest, one: One): Promise<BulkOutcome> {
  const { payer, rules, dryRun } = one
  const about = { payer: payer.id, name: payer.name, email: payer.email, reason: null }
  if (payer.archived) return { ...about, result: 'archived', added: 0, same: 0 }
  try {
    const own = rules.map((rule) => ({ ...rule, payer: payer.id }))
    const done = dryRun ? await tryOne(req, one) : { added: (await addRules(req, own)).length }
    return { ...about, ...done, result: done.added > 0 ? 'added' : 'same', same: rules.length - done.added }
  } catch (error) {
    if (!(error instanceof PortalError)) req.payload.logger.error({ err: error }, 'Associations could not be added')
    return { ...about, ...rowProblem(error), result: 'failed', added: 0, same: 0 }
  }
}

/**
 * Adds the same rules to several payers, with the caller's rights, each payer in a transaction of its own: all of them or none.
 * What a payer has already is left alone. A dry run says what each payer would see, and writes nothing.
 */
export async function bulkAssociate(req: PayloadRequest, { payers, rules, dryRun }: Args): Promise<BulkOutcome[]> {
  const known = await readablePayers(req, payers)
  const outcomes: BulkOutcome[] = []
  for (const id of payers) {
    const payer = known.get(id)
    outcomes.push(
      payer
        ? await takeOne(req, { payer, rules, dryRun })
        : { payer: id, name: null, email: null, result: 'not_found', added: 0, same: 0, reason: null },
    )
  }
  return outcomes
}

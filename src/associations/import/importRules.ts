import type { PayloadRequest } from 'payload'
import { poolOf, type Queryable } from '../../base/database.ts'
import { dateIn } from '../../base/dates.ts'
import type { CsvRow } from '../../base/parseCsvFile.ts'
import { rowProblem } from '../../base/rowProblem.ts'
import { portalOptions } from '../../options/portalOptions.ts'
import { addRules } from '../addRules.ts'
import { knownKeys, type PayerRule, ruleKey } from '../storeRules.ts'
import { findPayers } from './findPayers.ts'
import { readRuleRow } from './readRuleRow.ts'
import type { RuleColumn } from './ruleColumns.ts'
import { ruleNotes } from './ruleNotes.ts'

export type RuleFate = {
  /** The line of the file on which the row ends. */
  line: number
  /** As the file names the payer. */
  payerText: string
  payer: number | null
  fate: 'create' | 'skip' | 'error'
  reason: string | null
  column: string | null
  notes: string[]
}

export type RuleReport = {
  total: number
  /** Where the following part begins; null after the last one. */
  next: number | null
  counts: Record<RuleFate['fate'], number>
  rows: RuleFate[]
}

type Options = { dryRun: boolean; from: number; limit: number }
type Row = CsvRow<RuleColumn>
/** A row that can be stored, with its fate until something else becomes of it. */
type Ready = { fate: RuleFate; rule: PayerRule }
type Planned = { fate: RuleFate; rule: PayerRule | null }

const MANY = 1000

function fateOf(row: Row, rest: Partial<RuleFate> & Pick<RuleFate, 'fate'>): RuleFate {
  const payerText = (row.cells.payer ?? '').slice(0, 200)
  return { line: row.line, payerText, payer: null, reason: null, column: null, notes: [], ...rest }
}

/** Reads each row and finds its payer; the later one of two that say the same is passed over, wherever in the file they stand. */
async function planAll(req: PayloadRequest, rows: readonly Row[]): Promise<Planned[]> {
  const read = rows.map((row) => ({ row, values: readRuleRow(row) }))
  const find = await findPayers(
    req,
    read.flatMap(({ values }) => ('rule' in values ? [values.payer] : [])),
  )
  const seen = new Map<string, number>()
  return read.map(({ row, values }) => {
    if (!('rule' in values)) return { fate: fateOf(row, { fate: 'error', ...values }), rule: null }
    const found = find(values.payer)
    if ('reason' in found) return { fate: fateOf(row, { fate: 'error', column: 'payer', ...found }), rule: null }
    const rule = { ...values.rule, payer: found.id }
    const key = ruleKey(rule)
    const earlier = seen.get(key)
    if (earlier !== undefined) {
      const reason = `The same association as in line ${earlier}.`
      return { fate: fateOf(row, { fate: 'skip', payer: found.id, reason }), rule: null }
    }
    seen.set(key, row.line)
    return { fate: fateOf(row, { fate: 'create', payer: found.id }), rule }
  })
}

const isReady = (planned: Planned): planned is Ready => planned.rule !== null

const passOver = ({ fate }: Ready): void => {
  Object.assign(fate, { fate: 'skip', reason: 'The payer has this association already.', notes: [] })
}

/** Passes over what the payers have already, and says what is odd about the rest. */
async function lookUp(db: Queryable, { ready, today }: { ready: readonly Ready[]; today: string }): Promise<Ready[]> {
  const known = await knownKeys(
    db,
    ready.map(({ rule }) => rule),
  )
  for (const { fate, rule } of ready) if (known.has(ruleKey(rule))) passOver({ fate, rule })
  const fresh = ready.filter(({ fate }) => fate.fate === 'create')
  const notes = await ruleNotes(db, { rules: fresh.map(({ rule }) => rule), today })
  for (const [at, { fate }] of fresh.entries()) fate.notes = notes[at] ?? []
  return fresh
}

/** Stores some together; what somebody else has added meanwhile is passed over. */
async function store(req: PayloadRequest, some: readonly Ready[]): Promise<void> {
  const added = await addRules(
    req,
    some.map(({ rule }) => rule),
  )
  const keys = new Set(added.map(ruleKey))
  for (const one of some) if (!keys.has(ruleKey(one.rule))) passOver(one)
}

async function storeOne(req: PayloadRequest, one: Ready): Promise<void> {
  try {
    await store(req, [one])
  } catch (error) {
    req.payload.logger.warn({ err: error }, 'A row of an import was refused')
    Object.assign(one.fate, { fate: 'error', notes: [], ...rowProblem(error) })
  }
}

/** Many in one transaction; when one of them cannot be stored, one by one, so that only that one fails and says why. */
async function storeAll(req: PayloadRequest, ready: readonly Ready[]): Promise<void> {
  for (let from = 0; from < ready.length; from += MANY) {
    const some = ready.slice(from, from + MANY)
    try {
      await store(req, some)
    } catch (error) {
      req.payload.logger.warn({ err: error }, 'Rows of an import are taken one by one')
      for (const one of some) await storeOne(req, one)
    }
  }
}

/**
 * What becomes of each row, with the caller's rights. A row that fails stops no other; a dry run writes nothing; a second run of the
 * same file creates nothing.
 */
export async function importRules(
  req: PayloadRequest,
  { rows, options }: { rows: readonly Row[]; options: Options },
): Promise<RuleReport> {
  const { dryRun, from, limit } = options
  const planned = (await planAll(req, rows)).slice(from, from + limit)
  const today = dateIn(portalOptions(req.payload).timeZone, new Date())
  const fresh = await lookUp(poolOf(req.payload), { ready: planned.filter(isReady), today })
  if (!dryRun) await storeAll(req, fresh)
  const counts = { create: 0, skip: 0, error: 0 }
  for (const { fate } of planned) counts[fate.fate] += 1
  const total = rows.length
  return { total, next: from + limit < total ? from + limit : null, counts, rows: planned.map(({ fate }) => fate) }
}

import { isCalendarDate } from '../../base/dates.ts'
import type { CsvRow } from '../../base/parseCsvFile.ts'
import { normalText } from '../../base/text.ts'
import type { DraftRule } from '../../invoices/readSummary.ts'
import { normalEmail } from '../../login/normalEmail.ts'
import type { RuleColumn } from './ruleColumns.ts'

type Cells = CsvRow<RuleColumn>['cells']

/** What a row says: on whose record, by number or by lower-case email, and which rule. */
export type RuleValues = { payer: number | string; rule: DraftRule }
export type RuleProblem = { column: RuleColumn | null; reason: string }

const MAX_TEXT = 500
const MAX_ID = 2_147_483_647

const CONDITIONS = {
  clientNumber: 'client_number',
  clientName: 'client_name',
  matterNumber: 'matter_number',
  matterDescription: 'matter_description',
  invoiceNumber: 'invoice_number',
} as const
type Condition = (typeof CONDITIONS)[keyof typeof CONDITIONS]

/** What may stand in a cell, in the words of the file and of the admin panel; the first value is that of a blank cell. */
const WORDS = {
  effect: { include: ['', 'include'], exclude: ['exclude', 'hide'] },
  ability: { pay: ['', 'pay', 'see and pay'], view: ['view', 'see', 'see only', 'view only'] },
  detail: { full: ['', 'full', 'everything'], amounts: ['amounts', 'amounts only'] },
} as const

class Problem extends Error {
  readonly problem: RuleProblem
  constructor(problem: RuleProblem) {
    super(problem.reason)
    this.problem = problem
  }
}

const refuse = (column: RuleColumn | null, reason: string): never => {
  throw new Problem({ column, reason })
}

function readPayer(cell: string): number | string {
  if (cell === '') return refuse('payer', 'There is no payer: write the email or the number.')
  if (!/^\d+$/.test(cell)) return normalEmail(cell) ?? refuse('payer', 'This is neither a number nor one valid email.')
  const id = Number(cell)
  return id > 0 && id <= MAX_ID ? id : refuse('payer', 'No payer has this number.')
}

function readText(cells: Cells, column: RuleColumn): string | null {
  const cell = cells[column] ?? ''
  if (cell.length > MAX_TEXT) return refuse(column, `This is longer than ${MAX_TEXT} characters.`)
  if (/[\p{Cc}\p{Surrogate}]/u.test(cell)) return refuse(column, 'This has a line break or another control character.')
  return normalText(cell)
}

function readWord<Column extends keyof typeof WORDS>(cells: Cells, column: Column): string {
  const word = (cells[column] ?? '').toLowerCase()
  const [found] = Object.entries(WORDS[column]).find(([, words]) => (words as readonly string[]).includes(word)) ?? []
  return found ?? refuse(column, `Write ${Object.keys(WORDS[column]).join(' or ')}.`)
}

function readEnd(cell: string): string | null {
  if (cell === '') return null
  return isCalendarDate(cell) ? cell : refuse('endsOn', 'Write a date that exists as in 2026-12-31.')
}

function readConditions(cells: Cells): Record<Condition, string | null> {
  const entries = Object.entries(CONDITIONS).map(([name, column]) => [column, readText(cells, name as RuleColumn)])
  if (entries.every(([, value]) => value === null))
    refuse(null, 'There is no condition: fill at least one of the five columns from clientNumber to invoiceNumber.')
  return Object.fromEntries(entries) as Record<Condition, string | null>
}

function readRule(cells: Cells): DraftRule {
  const effect = readWord(cells, 'effect')
  if (effect === 'exclude' && (cells.ability || cells.detail))
    refuse(cells.ability ? 'ability' : 'detail', 'An exclusion hides: leave ability and detail blank.')
  return {
    ...readConditions(cells),
    source: readText(cells, 'source'),
    effect,
    ability: readWord(cells, 'ability'),
    detail: readWord(cells, 'detail'),
    ends_on: readEnd(cells.endsOn ?? ''),
  }
}

/** What a row says, or what is wrong with it and in which column. Pure. */
export function readRuleRow({ cells, extraCells }: CsvRow<RuleColumn>): RuleValues | RuleProblem {
  try {
    if (extraCells) refuse(null, 'This row has more cells than there are columns.')
    return { payer: readPayer(cells.payer ?? ''), rule: readRule(cells) }
  } catch (error) {
    if (error instanceof Problem) return error.problem
    throw error
  }
}

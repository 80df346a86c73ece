import { RULE_COLUMNS } from '../../../associations/import/ruleColumns.ts'
import { IMPORT_COLUMNS } from '../../../payers/import/importColumns.ts'
import { countPayers, filterRows, type ImportRow, payersText } from './importReport.ts'

/** What an import is of: its route, its file, and its words. */
export type ImportKind = {
  path: `/${string}`
  columns: readonly string[]
  /** Name of the template. */
  fileName: string
  /** A row of the answer as it is shown. */
  toRow: (row: never) => ImportRow
  /** The heading of the column that says whose row it is. */
  who: string
  /** What the button says that starts the import; null when there is nothing to do. */
  label: (rows: readonly ImportRow[]) => string | null
  /** What became of it, as a sentence. */
  outcome: (rows: readonly ImportRow[]) => string
}

type RuleRow = Omit<ImportRow, 'email' | 'similar' | 'odd'> & { payerText: string }

const rulesText = (count: number): string =>
  `${count.toLocaleString('en')} ${count === 1 ? 'association' : 'associations'}`

function payersLabel(rows: readonly ImportRow[]): string | null {
  const { created, updated } = countPayers(rows)
  if (created > 0)
    return `Import ${payersText(created)}${updated > 0 ? `, update ${updated.toLocaleString('en')}` : ''}`
  return updated > 0 ? `Update ${payersText(updated)}` : null
}

function payersOutcome(rows: readonly ImportRow[]): string {
  const { created, updated } = countPayers(rows)
  return `${payersText(created)} imported${updated > 0 ? `, ${payersText(updated)} updated` : ''}.`
}

export const PAYERS_IMPORT: ImportKind = {
  path: '/payers/import',
  columns: IMPORT_COLUMNS,
  fileName: 'payers.csv',
  toRow: (row: ImportRow) => row,
  who: 'Email',
  label: payersLabel,
  outcome: payersOutcome,
}

export const RULES_IMPORT: ImportKind = {
  path: '/associations/import',
  columns: RULE_COLUMNS,
  fileName: 'associations.csv',
  // What is said of a rule that can be stored is a warning.
  toRow: ({ payerText, ...row }: RuleRow) => ({
    ...row,
    email: payerText,
    similar: [],
    odd: row.fate === 'create' && row.notes.length > 0,
  }),
  who: 'Payer',
  label: (rows) => {
    const count = filterRows(rows, 'create').length
    return count > 0 ? `Import ${rulesText(count)}` : null
  },
  outcome: (rows) => `${rulesText(filterRows(rows, 'create').length)} imported.`,
}

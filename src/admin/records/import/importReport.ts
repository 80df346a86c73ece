import type { SamePayer } from '../samePayer.ts'

export type Fate = 'create' | 'update' | 'skip' | 'error'

/** What becomes of one row, or became of it. */
export type ImportRow = {
  line: number
  email: string
  fate: Fate
  reason: string | null
  column: string | null
  payer: number | null
  notes: string[]
  /** Payers that look like the new one; looked for by a dry run only. */
  similar: SamePayer[]
  /** Is something odd about it that somebody should read before it is written? */
  odd?: boolean
}

/** The answer to one part of the file. */
export type ImportPart = { total: number; next: number | null; unknownColumns: string[]; rows: unknown[] }

export type RowFilter = 'all' | 'problems' | Fate

/** Does somebody have to look at this row? */
const isProblem = ({ fate, similar, odd = false }: ImportRow): boolean => fate === 'error' || similar.length > 0 || odd

/** The rows that a filter leaves, in the order of the file. */
export function filterRows(rows: readonly ImportRow[], filter: RowFilter): ImportRow[] {
  if (filter === 'all') return [...rows]
  return rows.filter((row) => (filter === 'problems' ? isProblem(row) : row.fate === filter))
}

/** How many payers these rows make and change: several rows of one email are one payer. */
export function countPayers(rows: readonly ImportRow[]): { created: number; updated: number } {
  const of = (fate: Fate) =>
    new Set(rows.filter((row) => row.fate === fate).map(({ email }) => email.toLowerCase())).size
  return { created: of('create'), updated: of('update') }
}

/** `1 payer`, `2 payers`. */
export const payersText = (count: number): string => `${count.toLocaleString('en')} ${count === 1 ? 'payer' : 'payers'}`

const WORDS: readonly (readonly [Fate, string])[] = [
  ['create', 'to create'],
  ['update', 'to update'],
  ['skip', 'to leave alone'],
  ['error', 'with an error'],
]

/** How many rows have which fate, like `3 to create, 1 with an error`. */
export function countsText(rows: readonly ImportRow[]): string {
  const counts = WORDS.map(([fate, words]) => ({ count: filterRows(rows, fate).length, words }))
  return counts
    .filter(({ count }) => count > 0)
    .map(({ count, words }) => `${count.toLocaleString('en')} ${words}`)
    .join(', ')
}

import { rowKey, type SearchRow } from './searchRow.ts'

/** What is ticked, by what each row is: it does not matter which search or page found it. */
export type Selection = ReadonlyMap<string, SearchRow>

export const NOTHING_TICKED: Selection = new Map()

/** The selection with these rows ticked or taken out; the others stay, in the order in which they were ticked. Pure. */
export function tick(selection: Selection, rows: readonly SearchRow[], isSelected: boolean): Selection {
  const next = new Map(selection)
  for (const row of rows) {
    const key = rowKey(row)
    if (!isSelected) next.delete(key)
    else if (!next.has(key)) next.set(key, row)
  }
  return next
}

'use client'

import { useCallback, useMemo, useState } from 'react'
import { rowKey, type SearchRow } from './searchRow.ts'
import { NOTHING_TICKED, tick } from './selection.ts'

export type RowSelection = {
  rows: SearchRow[]
  has: (row: SearchRow) => boolean
  set: (rows: readonly SearchRow[], isSelected: boolean) => void
  clear: () => void
}

/** The ticked results, kept across searches, criteria and pages. */
export function useSelection(): RowSelection {
  const [selected, setSelected] = useState(NOTHING_TICKED)
  const set = useCallback((rows: readonly SearchRow[], isSelected: boolean) => {
    setSelected((before) => tick(before, rows, isSelected))
  }, [])
  const clear = useCallback(() => setSelected(NOTHING_TICKED), [])
  return useMemo(
    () => ({ rows: [...selected.values()], has: (row) => selected.has(rowKey(row)), set, clear }),
    [selected, set, clear],
  )
}

'use client'

import { useCallback, useMemo, useState } from 'react'
import { rowKey, type SearchRow } from './searchRow.ts'

export type RowSelection = {
  rows: SearchRow[]
  has: (row: SearchRow) => boolean
  set: (rows: readonly SearchRow[], isSelected: boolean) => void
}

/** The ticked results, kept across searches and pages. */
export function useSelection(): RowSelection {
  const [selected, setSelected] = useState<ReadonlyMap<string, SearchRow>>(new Map())
  const set = useCallback((rows: readonly SearchRow[], isSelected: boolean) => {
    setSelected((before) => {
      const next = new Map(before)
      for (const row of rows) {
        if (isSelected) next.set(rowKey(row), row)
        else next.delete(rowKey(row))
      }
      return next
    })
  }, [])
  return useMemo(
    () => ({ rows: [...selected.values()], has: (row) => selected.has(rowKey(row)), set }),
    [selected, set],
  )
}

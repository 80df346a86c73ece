'use client'

import { useEffect, useRef, useState } from 'react'
import { type ConditionField, FIELD_LABELS } from './association.ts'
import type { ConnectSearch } from './useConnectSearch.ts'

type Props = { columns: readonly ConditionField[]; showSource: boolean; connect: ConnectSearch }
type Filters = Partial<Record<ConditionField, string>>

/** Searches again when the typing in a column's filter pauses. */
function useFilters({ query, search }: ConnectSearch) {
  const [filters, setFilters] = useState<Filters>({})
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const change = (column: ConditionField, text: string) => {
    const next = { ...filters, [column]: text }
    setFilters(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      if (query) void search({ ...query, filters: next, page: 1 })
    }, 300)
  }
  return { filters, change }
}

/** A row of filters under the headings; each narrows to what contains the text. */
export function ResultFilters({ columns, showSource, connect }: Props) {
  const { filters, change } = useFilters(connect)
  return (
    <tr className="ppa-filters">
      <td />
      <td />
      {columns.map((column) => (
        <td key={column}>
          <input
            type="search"
            aria-label={`Filter ${FIELD_LABELS[column]}`}
            placeholder={`Filter ${FIELD_LABELS[column].toLowerCase()}`}
            autoComplete="off"
            value={filters[column] ?? ''}
            onChange={(event) => change(column, event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') event.preventDefault()
            }}
          />
        </td>
      ))}
      {showSource ? <td /> : null}
      <td />
      <td />
    </tr>
  )
}

'use client'

import type { Totals } from '../../base/totals.ts'
import { moneyText } from '../money/moneyText.ts'
import { type ConditionField, FIELD_LABELS } from './association.ts'
import { isSelectable, rowTitle, type SearchRow } from './searchRow.ts'
import type { RowSelection } from './useSelection.ts'

type Props = {
  row: SearchRow
  columns: readonly ConditionField[]
  showSource: boolean
  selection: RowSelection
}

const LEVELS = { client: 'Client', matter: 'Matter', invoice: 'Invoice' } as const

function Amounts({ totals, kind }: { totals: readonly Totals[]; kind: 'open' | 'overdue' }) {
  const shown = totals.filter((row) => row[`${kind}Count`] > 0)
  if (shown.length === 0) return <span className="ppa-muted">—</span>
  return shown.map((row) => (
    <div key={row.currency} className="ppa-amount">
      {moneyText(row[`${kind}Total`], row.currency)} <span className="ppa-muted">({row[`${kind}Count`]})</span>
    </div>
  ))
}

/** One client, matter or invoice; the whole row ticks it. */
export function ResultRow({ row, columns, showSource, selection }: Props) {
  const canSelect = isSelectable(row)
  const isSelected = selection.has(row)
  return (
    <tr
      className={isSelected ? 'ppa-row ppa-row--selected' : 'ppa-row'}
      onClick={() => (canSelect ? selection.set([row], !isSelected) : undefined)}
    >
      <td>
        <input
          type="checkbox"
          aria-label={rowTitle(row)}
          disabled={!canSelect}
          checked={isSelected}
          onClick={(event) => event.stopPropagation()}
          onChange={(event) => selection.set([row], event.target.checked)}
        />
      </td>
      <td data-label="Level">{LEVELS[row.level]}</td>
      {columns.map((column) => (
        <td key={column} data-label={FIELD_LABELS[column]}>
          <bdi>{row[column] ?? <span className="ppa-muted">—</span>}</bdi>
        </td>
      ))}
      {showSource ? <td data-label="Source">{row.source}</td> : null}
      <td data-label="Open">
        <Amounts totals={row.totals ?? []} kind="open" />
      </td>
      <td data-label="Overdue">
        <Amounts totals={row.totals ?? []} kind="overdue" />
      </td>
    </tr>
  )
}

'use client'

import { Button, Pill } from '@payloadcms/ui'
import { type ComponentProps, useState } from 'react'
import { Select } from '../../fields/Select.tsx'
import { PayerLink } from '../PayerLink.tsx'
import { SameList } from '../SameList.tsx'
import { type Fate, filterRows, type ImportRow, type RowFilter } from './importReport.ts'

type Props = {
  rows: readonly ImportRow[]
  isDone: boolean
  /** The heading of the column that says whose row it is. */
  who: string
}

const PAGE = 100
const LOOKS: Readonly<Record<Fate, { would: string; did: string; style: ComponentProps<typeof Pill>['pillStyle'] }>> = {
  create: { would: 'Create', did: 'Created', style: 'success' },
  update: { would: 'Update', did: 'Updated', style: 'warning' },
  skip: { would: 'Leave alone', did: 'Left alone', style: 'light-gray' },
  error: { would: 'Error', did: 'Error', style: 'error' },
}
const FILTERS: readonly RowFilter[] = ['all', 'problems', 'create', 'update', 'skip', 'error']

const wordOf = (fate: Fate, isDone: boolean): string => (isDone ? LOOKS[fate].did : LOOKS[fate].would)

function labelOf(filter: RowFilter, isDone: boolean): string {
  if (filter === 'all') return 'All rows'
  return filter === 'problems' ? 'Problems' : wordOf(filter, isDone)
}

function Row({ row, isDone, who }: { row: ImportRow } & Pick<Props, 'isDone' | 'who'>) {
  const { line, email, fate, reason, column, payer, notes, similar } = row
  const look = LOOKS[fate]
  return (
    <tr>
      <td data-label="Line">{line}</td>
      <td data-label={who}>
        <bdi>{email}</bdi>
      </td>
      <td data-label="Fate">
        <Pill size="small" pillStyle={look.style}>
          {wordOf(fate, isDone)}
        </Pill>
      </td>
      <td data-label="Why">
        {reason ? `${column ? `${column}: ` : ''}${reason} ` : ''}
        {payer && (fate !== 'create' || isDone) ? (
          <PayerLink payer={{ id: payer }} newTab>
            payer {payer}
          </PayerLink>
        ) : null}{' '}
        {notes.join(' ')}
        <SameList payers={similar} newTab />
      </td>
    </tr>
  )
}

/** The fate of every row, or of those that a filter leaves. */
export function ImportRows({ rows, isDone, who }: Props) {
  const problems = filterRows(rows, 'problems').length
  const [filter, setFilter] = useState<RowFilter>(problems > 0 ? 'problems' : 'all')
  const [shown, setShown] = useState(PAGE)
  const options = FILTERS.map((value) => ({ value, count: filterRows(rows, value).length }))
    .filter(({ value, count }) => count > 0 || value === 'all' || value === filter)
    .map(({ value, count }) => ({ value, label: `${labelOf(value, isDone)} (${count.toLocaleString('en')})` }))
  const found = filterRows(rows, filter)
  return (
    <>
      <div className="ppa-shown">
        <Select
          label="Show"
          options={options}
          value={filter}
          onChange={(chosen) => {
            setFilter(chosen)
            setShown(PAGE)
          }}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section className="ppa-scroll" aria-label="Rows of the file" tabIndex={0}>
        <table className="ppa-table">
          <thead>
            <tr>
              <th scope="col">Line</th>
              <th scope="col">{who}</th>
              <th scope="col">Fate</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, shown).map((row) => (
              <Row key={row.line} row={row} isDone={isDone} who={who} />
            ))}
          </tbody>
        </table>
      </section>
      {found.length > shown ? (
        <div className="ppa-controls">
          <Button buttonStyle="secondary" size="small" margin={false} onClick={() => setShown(shown + PAGE)}>
            Show more
          </Button>
          <span className="ppa-muted">
            {shown.toLocaleString('en')} of {found.length.toLocaleString('en')}
          </span>
        </div>
      ) : null}
    </>
  )
}

'use client'

import { Button } from '@payloadcms/ui'
import { FIELD_LABELS } from './association.ts'
import { type ConnectQuery, columnsOf } from './connectQuery.ts'
import { ResultFilters } from './ResultFilters.tsx'
import { ResultRow } from './ResultRow.tsx'
import { isSelectable, rowKey, type SearchRow } from './searchRow.ts'
import type { ConnectSearch } from './useConnectSearch.ts'
import type { RowSelection } from './useSelection.ts'

type Props = { connect: ConnectSearch; selection: RowSelection; showSource: boolean }

function statusText({ isLoading, answer, query }: ConnectSearch): string {
  if (isLoading) return 'Searching …'
  if (!answer || !query) return ''
  if (answer.docs.length === 0) return query.page > 1 ? 'No more results.' : 'Nothing was found.'
  const count = `${answer.docs.length} ${answer.docs.length === 1 ? 'result' : 'results'}`
  return query.page > 1 || answer.hasNextPage ? `Page ${query.page}: ${count}` : count
}

function Pages({ connect, query }: { connect: ConnectSearch; query: ConnectQuery }) {
  const hasNext = connect.answer?.hasNextPage ?? false
  if (query.page === 1 && !hasNext) return null
  const go = (page: number) => void connect.search({ ...query, page })
  return (
    <nav className="ppa-controls" aria-label="Pages of results">
      <Button
        buttonStyle="secondary"
        size="small"
        margin={false}
        disabled={query.page === 1}
        onClick={() => go(query.page - 1)}
      >
        Previous
      </Button>
      <span>Page {query.page}</span>
      <Button
        buttonStyle="secondary"
        size="small"
        margin={false}
        disabled={!hasNext}
        onClick={() => go(query.page + 1)}
      >
        Next
      </Button>
    </nav>
  )
}

function TickAll({ rows, selection }: { rows: readonly SearchRow[]; selection: RowSelection }) {
  const selectable = rows.filter(isSelectable)
  return (
    <input
      type="checkbox"
      aria-label="Tick all of this page"
      disabled={selectable.length === 0}
      checked={selectable.length > 0 && selectable.every(selection.has)}
      onChange={(event) => selection.set(selectable, event.target.checked)}
    />
  )
}

function ResultTable({ connect, selection, showSource, query }: Props & { query: ConnectQuery }) {
  const columns = columnsOf(query.by)
  const rows = connect.answer?.docs ?? []
  return (
    <div className="ppa-scroll" aria-busy={connect.isLoading}>
      <table className="ppa-table">
        <caption className="ppa-hidden">Search results</caption>
        <thead>
          <tr>
            <th scope="col">
              <TickAll rows={rows} selection={selection} />
            </th>
            <th scope="col">Level</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {FIELD_LABELS[column]}
              </th>
            ))}
            {showSource ? <th scope="col">Source</th> : null}
            <th scope="col">Open</th>
            <th scope="col">Overdue</th>
          </tr>
          <ResultFilters key={`${query.by} ${query.q}`} columns={columns} showSource={showSource} connect={connect} />
        </thead>
        <tbody>
          {rows.map((row) => (
            <ResultRow key={rowKey(row)} row={row} columns={columns} showSource={showSource} selection={selection} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** What was found, with a filter in each column and a tick box in each row. */
export function SearchResults(props: Props) {
  const { connect } = props
  const { query } = connect
  return (
    <>
      <p role="status" className="ppa-muted ppa-status">
        {statusText(connect)}
      </p>
      <div role="alert">{connect.error ? <p className="ppa-error">{connect.error}</p> : null}</div>
      {query && !connect.error ? <ResultTable {...props} query={query} /> : null}
      {query && !connect.error ? <Pages connect={connect} query={query} /> : null}
    </>
  )
}

'use client'

import { Button, useTranslation } from '@payloadcms/ui'
import { fieldText } from '../activity/activityDetails.ts'
import { DataTable } from '../parts/DataTable.tsx'
import { knownValues, type ParkedRow } from './connectState.ts'

const COLUMNS = ['Row', 'Reason', 'Since', 'Last seen', 'Actions']

/** What there is to know a row by. */
const nameOf = ({ externalId, place, id }: ParkedRow): string => externalId ?? place ?? `Row ${id}`

const valueText = (value: unknown): string =>
  value !== null && typeof value === 'object' ? JSON.stringify(value) : String(value)

function Values({ row }: { row: Record<string, unknown> }) {
  const known = knownValues(row)
  return (
    <ul className="ppa-facts">
      {known.map(([name, value]) => (
        <li key={name}>
          <bdi>{`${fieldText(name)}: ${valueText(value)}`}</bdi>
        </li>
      ))}
    </ul>
  )
}

type Props = { rows: readonly ParkedRow[]; isBusy: boolean; onRetry: ((id: number) => void) | null }

/** The rows of one page that were set aside. */
export function ParkedTable({ rows, isBusy, onRetry }: Props) {
  const { i18n } = useTranslation()
  const format = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <DataTable caption="Rows that were set aside, the newest first" columns={COLUMNS} className="ppa-attention">
      {rows.map((row) => (
        <tr key={row.id}>
          <td data-label="Row">
            <bdi>{nameOf(row)}</bdi>
            {row.externalId && row.place ? <div className="ppa-muted">{row.place}</div> : null}
          </td>
          <td data-label="What">
            <bdi>{row.reason}</bdi>
            <Values row={row.row} />
          </td>
          <td data-label="Since">{format.format(new Date(row.firstSeenAt))}</td>
          <td data-label="Last seen">{format.format(new Date(row.lastSeenAt))}</td>
          <td data-label="Actions">
            {row.state === 'retrying' ? <span className="ppa-muted">Being read again</span> : null}
            {onRetry && row.state === 'parked' ? (
              <Button
                buttonStyle="secondary"
                size="small"
                margin={false}
                disabled={isBusy}
                aria-label={`Retry: ${nameOf(row)}`}
                onClick={() => onRetry(row.id)}
              >
                Retry
              </Button>
            ) : null}
          </td>
        </tr>
      ))}
    </DataTable>
  )
}

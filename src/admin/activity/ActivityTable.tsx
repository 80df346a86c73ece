'use client'

import { useTranslation } from '@payloadcms/ui'
import { DataTable } from '../parts/DataTable.tsx'
import type { Activity } from './activity.ts'
import { activityDetails } from './activityDetails.ts'

function Details({ data }: Pick<Activity, 'data'>) {
  const lines = activityDetails(data)
  return (
    <ul className="ppa-facts">
      {lines.map((line) => (
        <li key={line}>
          <bdi>{line}</bdi>
        </li>
      ))}
    </ul>
  )
}

const COLUMNS = ['When', 'Who', 'What', 'From']

/** Entries of the audit log about one payer. */
export function ActivityTable({ entries }: { entries: readonly Activity[] }) {
  const { i18n } = useTranslation()
  const format = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'medium' })
  return (
    <DataTable caption="What was done, newest first" columns={COLUMNS}>
      {entries.map(({ id, createdAt, who, what, origin, data }) => (
        <tr key={id}>
          <td data-label="When">
            <time dateTime={createdAt}>{format.format(new Date(createdAt))}</time>
          </td>
          <td data-label="Who">
            <bdi>{who}</bdi>
          </td>
          <td data-label="What">
            {what}
            <Details data={data ?? null} />
          </td>
          <td data-label="From">{origin}</td>
        </tr>
      ))}
    </DataTable>
  )
}

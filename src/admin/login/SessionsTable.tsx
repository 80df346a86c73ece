'use client'

import { deviceName } from '../../login/sessions/deviceName.ts'
import type { Loaded } from '../api/useLoaded.ts'
import { DataTable } from '../parts/DataTable.tsx'

export type StaffSession = {
  id: number
  email: string
  device: string | null
  network: string | null
  createdAt: string
  lastSeenAt: string
}

type Props = { sessions: Loaded<StaffSession[]>; when: (instant: string) => string }

const COLUMNS = ['Device', 'Address', 'Last seen', 'Who']

/** Where everybody who may act for the payer is logged in. */
export function SessionsTable({ sessions: { data, error }, when }: Props) {
  if (error) return <p className="ppa-error">{error}</p>
  if (!data) return <p className="ppa-muted">Loading …</p>
  if (data.length === 0) return <p className="ppa-muted">Nobody is logged in.</p>
  return (
    <DataTable caption="Where this payer is logged in" columns={COLUMNS}>
      {data.map(({ id, device, network, lastSeenAt, email }) => (
        <tr key={id}>
          <td data-label="Device">{deviceName(device)}</td>
          <td data-label="Address">{network ?? '—'}</td>
          <td data-label="Last seen">{when(lastSeenAt)}</td>
          <td data-label="Who">{email}</td>
        </tr>
      ))}
    </DataTable>
  )
}

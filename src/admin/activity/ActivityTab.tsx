'use client'

import { Button, useDocumentInfo } from '@payloadcms/ui'
import { useCallback, useEffect, useState } from 'react'
import { onPayerRing } from '../api/payerBell.ts'
import type { AdminApi } from '../api/useAdminApi.ts'
import { useLoaded } from '../api/useLoaded.ts'
import { Pages } from '../fields/Pages.tsx'
import { AdminStyles } from '../styles/AdminStyles.tsx'
import { ActivityFilters } from './ActivityFilters.tsx'
import { ActivityTable } from './ActivityTable.tsx'
import type { Activity } from './activity.ts'
import { type ActivityFilter, activityConditions, NO_FILTER, toQuery } from './activityFilter.ts'

type Page = { docs: Activity[]; page: number; totalPages: number; totalDocs: number }
type Asked = { filter: ActivityFilter; page: number }

function useActivity(payer: number | string, { filter, page }: Asked) {
  const load = useCallback(
    (api: AdminApi, signal: AbortSignal) => {
      const where = toQuery(activityConditions(filter, payer))
      return api<Page>(`/audit-log?${where}&sort=-id&depth=0&limit=20&page=${page}`, { signal })
    },
    [payer, filter, page],
  )
  const loaded = useLoaded(load)
  const { reload } = loaded
  useEffect(() => onPayerRing(payer, () => void reload()), [payer, reload])
  return loaded
}

function SavedPayer({ payer }: { payer: number | string }) {
  const [asked, setAsked] = useState<Asked>({ filter: NO_FILTER, page: 1 })
  const { data, error, isLoading, reload } = useActivity(payer, asked)
  return (
    <>
      <div className="ppa-head">
        <h3>Activity</h3>
        <Button buttonStyle="secondary" size="small" margin={false} disabled={isLoading} onClick={() => void reload()}>
          Refresh
        </Button>
      </div>
      <ActivityFilters filter={asked.filter} onChange={(filter) => setAsked({ filter, page: 1 })} />
      <div role="alert">{error ? <p className="ppa-error">{error}</p> : null}</div>
      {!data && !error ? <p className="ppa-muted">Loading the activity …</p> : null}
      {data?.docs.length === 0 ? <p className="ppa-empty">Nothing was recorded that fits.</p> : null}
      {data && data.docs.length > 0 ? <ActivityTable entries={data.docs} /> : null}
      {data ? (
        <Pages
          label="Pages of the activity"
          page={data.page}
          totalPages={data.totalPages}
          onGo={(page) => setAsked({ ...asked, page })}
        />
      ) : null}
    </>
  )
}

/** The tab on a payer's page with what the audit log records of it, newest first. Whoever may not read the log is told so. */
export function ActivityTab() {
  const { id } = useDocumentInfo()
  return (
    <div className="ppa-tab">
      <AdminStyles />
      {id === undefined ? <p className="ppa-empty">Save the payer first.</p> : <SavedPayer payer={id} />}
    </div>
  )
}

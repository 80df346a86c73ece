'use client'

import { useCallback, useEffect, useState } from 'react'
import { onPayerRing } from '../api/payerBell.ts'
import type { AdminApi } from '../api/useAdminApi.ts'
import { useLoaded } from '../api/useLoaded.ts'
import { useStaffRights } from '../api/useStaffRights.ts'
import { PagedList, type PageOf } from '../fields/PagedList.tsx'
import { PayerTab } from '../payers/PayerTab.tsx'
import { ActivityFilters } from './ActivityFilters.tsx'
import { ActivityTable } from './ActivityTable.tsx'
import type { Activity } from './activity.ts'
import { type ActivityFilter, activityConditions, NO_FILTER, toQuery } from './activityFilter.ts'

type Asked = { filter: ActivityFilter; page: number }

function useActivity(payer: number | string, { filter, page }: Asked) {
  const load = useCallback(
    (api: AdminApi, signal: AbortSignal) => {
      const where = toQuery(activityConditions(filter, payer))
      return api<PageOf<Activity>>(`/audit-log?${where}&sort=-id&depth=0&limit=20&page=${page}`, { signal })
    },
    [payer, filter, page],
  )
  const loaded = useLoaded(load)
  const { reload } = loaded
  useEffect(() => onPayerRing(payer, () => void reload()), [payer, reload])
  return loaded
}

const WORDS = {
  title: 'Activity',
  loading: 'Loading the activity …',
  empty: 'Nothing was recorded that fits.',
  pages: 'Pages of the activity',
}

function SavedPayer({ payer }: { payer: number | string }) {
  const [asked, setAsked] = useState<Asked>({ filter: NO_FILTER, page: 1 })
  const filters = <ActivityFilters filter={asked.filter} onChange={(filter) => setAsked({ filter, page: 1 })} />
  return (
    <PagedList
      words={WORDS}
      loaded={useActivity(payer, asked)}
      filters={filters}
      onGo={(page) => setAsked({ ...asked, page })}
    >
      {(entries) => <ActivityTable entries={entries} />}
    </PagedList>
  )
}

function ForReaders({ payer }: { payer: number | string }) {
  const { isKnown, may } = useStaffRights()
  if (!isKnown) return null
  return may('audit.read') ? (
    <SavedPayer payer={payer} />
  ) : (
    <p className="ppa-empty">Your role may not see what was done: an administrator or manager can.</p>
  )
}

/** The tab on a payer's page with what the audit log records of it, newest first. Whoever may not read the log is told so. */
export const ActivityTab = () => <PayerTab>{(payer) => <ForReaders payer={payer} />}</PayerTab>

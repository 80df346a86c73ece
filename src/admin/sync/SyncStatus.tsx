'use client'

import { Button, toast, useTranslation } from '@payloadcms/ui'
import { useCallback } from 'react'
import { errorMessage } from '../api/errorMessage.ts'
import { type AdminApi, useAdminApi } from '../api/useAdminApi.ts'
import { useLoaded } from '../api/useLoaded.ts'
import { useOnce } from '../api/useOnce.ts'
import { useStaffMay } from '../api/useStaffMay.ts'
import { AdminStyles } from '../styles/AdminStyles.tsx'
import { latestPerSource, runText, type SyncRun } from './syncRun.ts'

const loadRuns = async (api: AdminApi, signal: AbortSignal) =>
  latestPerSource((await api<{ docs: SyncRun[] }>('/connect/runs?limit=50', { signal })).docs)

/** Asks again until the runs have ended, for a minute at most; a long one goes on without being watched. */
async function watchRuns(reload: () => Promise<SyncRun[] | null>): Promise<void> {
  for (let round = 0; round < 30; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 2000))
    const runs = await reload()
    if (!runs?.some(({ status }) => status === 'running')) return
  }
}

/** Above the list of invoices: when each billing source was read last, and a button to read it now. */
export function SyncStatus() {
  const api = useAdminApi()
  const { i18n } = useTranslation()
  const maySync = useStaffMay()('connect.sync')
  const { data, error, reload } = useLoaded(loadRuns)
  const start = useCallback(async () => {
    try {
      await api('/connect/sync', { method: 'POST', body: {} })
      toast.success('The billing systems are being read.')
      await watchRuns(reload)
    } catch (failure) {
      toast.error(errorMessage(failure))
    }
  }, [api, reload])
  const { run, isBusy } = useOnce(start)
  const format = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <div className="ppa-sync">
      <AdminStyles />
      <ul role="status">
        {error ? <li className="ppa-error">{error}</li> : null}
        {data?.length === 0 ? <li>No billing system has been read yet.</li> : null}
        {data?.map((last) => (
          <li key={last.source}>{runText(last, (instant) => format.format(new Date(instant)))}</li>
        ))}
      </ul>
      {maySync ? (
        <Button buttonStyle="secondary" size="small" margin={false} disabled={isBusy} onClick={() => void run()}>
          {isBusy ? 'Reading …' : 'Sync now'}
        </Button>
      ) : null}
    </div>
  )
}

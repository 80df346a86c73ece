'use client'

import { toast } from '@payloadcms/ui'
import { useCallback, useEffect, useRef, useState } from 'react'
import { errorMessage } from '../api/errorMessage.ts'
import { type AdminApi, useAdminApi } from '../api/useAdminApi.ts'
import { useLoaded } from '../api/useLoaded.ts'
import { useOnce } from '../api/useOnce.ts'
import { useStaffMay } from '../api/useStaffMay.ts'
import { ringAttention } from '../attention/attentionBell.ts'
import { LoadState } from '../parts/LoadState.tsx'
import type { Linked, SourceState } from './connectState.ts'
import { ParkedList } from './ParkedList.tsx'
import { RunsList } from './RunsList.tsx'
import { SourceCard } from './SourceCard.tsx'

/** How often the sources are asked while one is being read, and otherwise; so long after a start it is expected to run. */
const BUSY_MS = 2000
const IDLE_MS = 30_000
const STARTING_MS = 15_000

const loadSources = async (api: AdminApi, signal: AbortSignal) =>
  (await api<{ docs: SourceState[] }>('/connect/sources', { signal })).docs

/** What has ended so far: another text when a run has ended since. */
const endedText = (sources: readonly SourceState[]): string =>
  sources.map(({ key, last, parked }) => `${key} ${last?.id} ${parked}`).join()

/** Asks again while the page is looked at, never before the last answer came. */
function usePolling(reload: () => Promise<unknown>, every: number): void {
  const isAsking = useRef(false)
  useEffect(() => {
    const ask = async () => {
      if (isAsking.current || document.visibilityState !== 'visible') return
      isAsking.current = true
      await reload()
      isAsking.current = false
    }
    const timer = setInterval(() => void ask(), every)
    return () => clearInterval(timer)
  }, [every, reload])
}

/** Grows whenever a run has ended since the last answer. */
function useVersion(data: readonly SourceState[] | null): number {
  const [version, setVersion] = useState(0)
  const before = useRef<string | null>(null)
  const ended = data ? endedText(data) : null
  useEffect(() => {
    if (ended !== null && before.current !== null && before.current !== ended) {
      setVersion((count) => count + 1)
      ringAttention()
    }
    before.current = ended
  }, [ended])
  return version
}

/** The sources, asked more often while one of them is being read, or is about to be. */
function useSources() {
  const loaded = useLoaded(loadSources)
  const { data, reload } = loaded
  const [starts, setStarts] = useState(0)
  useEffect(() => {
    if (starts === 0) return
    const timer = setTimeout(() => setStarts(0), STARTING_MS)
    return () => clearTimeout(timer)
  }, [starts])
  const isRunning = starts > 0 || (data?.some(({ running }) => running !== null) ?? false)
  usePolling(reload, isRunning ? BUSY_MS : IDLE_MS)
  const begin = useCallback(() => {
    setStarts((count) => count + 1)
    void reload()
  }, [reload])
  return { ...loaded, version: useVersion(data), begin }
}

/** How each billing system stands, how its reads went, and what was set aside. */
export function ConnectPage({ linked }: { linked: Linked }) {
  const api = useAdminApi()
  const maySync = useStaffMay()('connect.sync')
  const { data, error, version, begin } = useSources()
  const start = useCallback(
    async (source: string, how: { whole?: true; full?: true }) => {
      try {
        await api('/connect/sync', { method: 'POST', body: { source, ...how } })
        toast.success('The billing system is being read.')
        begin()
      } catch (failure) {
        toast.error(errorMessage(failure))
      }
    },
    [api, begin],
  )
  const { run, isBusy } = useOnce(start)
  return (
    <>
      <LoadState data={data} error={error} />
      {data?.length === 0 ? <p className="ppa-empty">No billing system is connected.</p> : null}
      <div className="ppa-sources">
        {data?.map((source) => (
          <SourceCard key={source.key} source={source} actions={{ maySync, isBusy, onSync: run }} />
        ))}
      </div>
      {data && data.length > 0 ? (
        <>
          <RunsList version={version} sources={data} linked={linked.run} />
          <ParkedList linked={linked.parked} sources={data} maySync={maySync} version={version} onStarted={begin} />
        </>
      ) : null}
    </>
  )
}

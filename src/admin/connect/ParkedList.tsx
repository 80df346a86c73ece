'use client'

import { Button, toast } from '@payloadcms/ui'
import { useCallback, useEffect, useRef, useState } from 'react'
import { errorMessage } from '../api/errorMessage.ts'
import { type AdminApi, useAdminApi } from '../api/useAdminApi.ts'
import { useLoaded } from '../api/useLoaded.ts'
import { useOnce } from '../api/useOnce.ts'
import { Pages } from '../fields/Pages.tsx'
import { Select } from '../fields/Select.tsx'
import { TextInput } from '../fields/TextInput.tsx'
import { LoadState } from '../parts/LoadState.tsx'
import type { ParkedRow, SourceState } from './connectState.ts'
import { ParkedTable } from './ParkedTable.tsx'

type Asked = { source: string; q: string; page: number }
type Page = { docs: ParkedRow[]; hasNextPage: boolean }
type Props = {
  sources: readonly SourceState[]
  /** The source whose rows a link has led to; blank for none. */
  linked: string
  maySync: boolean
  version: number
  onStarted: () => void
}

function useParked({ source, q, page }: Asked, version: number) {
  const load = useCallback(
    (api: AdminApi, signal: AbortSignal) => {
      const query = new URLSearchParams({
        limit: '25',
        page: String(page),
        ...(source ? { source } : {}),
        ...(q.trim() ? { q } : {}),
      })
      return api<Page>(`/connect/parked?${query}`, { signal })
    },
    [source, q, page],
  )
  const loaded = useLoaded(load)
  const { reload } = loaded
  useEffect(() => {
    if (version > 0) void reload()
  }, [reload, version])
  return loaded
}

/** Asks for another read, of one row or of all of a source. */
function useRetry(onStarted: () => void) {
  const api = useAdminApi()
  const retry = useCallback(
    async (path: string, body: object) => {
      try {
        await api(path, { method: 'POST', body })
        toast.success('It is being read again.')
        onStarted()
      } catch (error) {
        toast.error(errorMessage(error))
      }
    },
    [api, onStarted],
  )
  return useOnce(retry)
}

/** Brings the section into view, once, when it is what a link has led to. */
function useScrolledTo(isWanted: boolean) {
  const place = useRef<HTMLElement>(null)
  useEffect(() => {
    if (isWanted) place.current?.scrollIntoView()
  }, [isWanted])
  return place
}

/** The rows that were set aside, with their reasons. */
export function ParkedList({ sources, linked, maySync, version, onStarted }: Props) {
  const [asked, setAsked] = useState<Asked>({ source: linked, q: '', page: 1 })
  const { data, error, reload } = useParked(asked, version)
  const { run, isBusy } = useRetry(
    useCallback(() => {
      onStarted()
      void reload()
    }, [onStarted, reload]),
  )
  const place = useScrolledTo(linked !== '' && data !== null)
  const options = [{ value: '', label: 'Every source' }, ...sources.map(({ key, label }) => ({ value: key, label }))]
  const retried = sources.filter(({ key, parked }) => parked > 0 && (!asked.source || asked.source === key))
  return (
    <section ref={place} className="ppa-source" aria-labelledby="ppa-parked">
      <h2 id="ppa-parked">Rows set aside</h2>
      <p className="ppa-muted">
        A row that cannot be right is not shown to anybody; an invoice that was read before keeps its last good state.
        Mend it in the billing system: the next read takes it by itself.
      </p>
      <div className="ppa-fields ppa-fields--small">
        <Select
          label="Source"
          options={options}
          value={asked.source}
          onChange={(source) => setAsked({ ...asked, source, page: 1 })}
        />
        <TextInput
          label="Search rows and reasons"
          type="search"
          value={asked.q}
          onChange={(q) => setAsked({ ...asked, q, page: 1 })}
        />
      </div>
      {maySync && retried.length > 0 ? (
        <div className="ppa-controls">
          {retried.map(({ key, label, parked }) => (
            <Button
              key={key}
              buttonStyle="secondary"
              size="small"
              margin={false}
              disabled={isBusy}
              onClick={() => void run('/connect/parked/retry', { source: key })}
            >
              {`Retry all ${parked} of ${label}`}
            </Button>
          ))}
        </div>
      ) : null}
      <LoadState data={data} error={error} />
      {data?.docs.length === 0 ? <p className="ppa-empty">No row is set aside.</p> : null}
      {data && data.docs.length > 0 ? (
        <ParkedTable
          rows={data.docs}
          isBusy={isBusy}
          onRetry={maySync ? (id) => void run(`/connect/parked/${id}/retry`, {}) : null}
        />
      ) : null}
      {data ? (
        <Pages
          label="Pages of the rows"
          page={asked.page}
          hasNextPage={data.hasNextPage}
          onGo={(page) => setAsked({ ...asked, page })}
        />
      ) : null}
    </section>
  )
}

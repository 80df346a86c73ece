'use client'

import { Button, useTranslation } from '@payloadcms/ui'
import { useCallback, useEffect, useState } from 'react'
import type { AdminApi } from '../api/useAdminApi.ts'
import { useLoaded } from '../api/useLoaded.ts'
import { Pages } from '../fields/Pages.tsx'
import { DataTable } from '../parts/DataTable.tsx'
import { LoadState } from '../parts/LoadState.tsx'
import { countTexts, durationText, outcomeText, type Run, runWhat, type SourceState } from './connectState.ts'

const COLUMNS = ['Began', 'Source', 'What', 'Outcome', 'Took']

function RunRow({ run, source }: { run: Run; source: string }) {
  const { i18n } = useTranslation()
  const instants = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'medium' })
  const numbers = new Intl.NumberFormat(i18n.language)
  return (
    <tr>
      <td data-label="Began">
        <time dateTime={run.startedAt}>{instants.format(new Date(run.startedAt))}</time>
      </td>
      <td data-label="Source">
        <bdi>{source}</bdi>
      </td>
      <td data-label="What">
        {runWhat(run)}
        <ul className="ppa-numbers">
          {countTexts(run.counts, (value) => numbers.format(value)).map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
        {run.error ? (
          <p className="ppa-error">
            <bdi>{run.error}</bdi>
          </p>
        ) : null}
      </td>
      <td data-label="Outcome">{outcomeText(run.status)}</td>
      <td data-label="Took">{durationText(run)}</td>
    </tr>
  )
}

type Props = {
  /** Grows when there is something new. */
  version: number
  sources: readonly SourceState[]
  /** The run that a link has led to. */
  linked: number | null
}

/** How the runs went, the newest first; or the one that a link has led to, and a way to all of them. */
export function RunsList({ version, sources, linked }: Props) {
  const [page, setPage] = useState(1)
  const [only, setOnly] = useState(linked)
  const load = useCallback(
    (api: AdminApi, signal: AbortSignal) =>
      api<{ docs: Run[]; hasNextPage: boolean }>(
        `/connect/runs?limit=10&page=${page}${only === null ? '' : `&run=${only}`}`,
        { signal },
      ),
    [page, only],
  )
  const { data, error, reload } = useLoaded(load)
  const labels = new Map(sources.map(({ key, label }) => [key, label]))
  useEffect(() => {
    if (version > 0) void reload()
  }, [reload, version])
  return (
    <section className="ppa-source" aria-labelledby="ppa-runs">
      <h2 id="ppa-runs">{only === null ? 'Last runs' : `Run ${only}`}</h2>
      {only === null ? null : (
        <div className="ppa-controls">
          <Button buttonStyle="secondary" size="small" margin={false} onClick={() => setOnly(null)}>
            Show all runs
          </Button>
        </div>
      )}
      <LoadState data={data} error={error} />
      {data?.docs.length === 0 ? (
        <p className="ppa-empty">{only === null ? 'Nothing has been read yet.' : 'This run is not kept any more.'}</p>
      ) : null}
      {data && data.docs.length > 0 ? (
        <DataTable caption="How the runs went, the newest first" columns={COLUMNS}>
          {data.docs.map((run) => (
            <RunRow key={run.id} run={run} source={labels.get(run.source) ?? run.source} />
          ))}
        </DataTable>
      ) : null}
      {data ? <Pages label="Pages of the runs" page={page} hasNextPage={data.hasNextPage} onGo={setPage} /> : null}
    </section>
  )
}

'use client'

import { useTranslation } from '@payloadcms/ui'
import { useCallback, useEffect, useState } from 'react'
import type { AdminApi } from '../api/useAdminApi.ts'
import { useLoaded } from '../api/useLoaded.ts'
import { Pages } from '../fields/Pages.tsx'
import { LoadState } from '../parts/LoadState.tsx'
import { TableHead } from '../parts/TableHead.tsx'
import { countTexts, durationText, outcomeText, type Run, runWhat } from './connectState.ts'

const COLUMNS = ['Began', 'Source', 'What', 'Outcome', 'Took']

function RunRow({ run }: { run: Run }) {
  const { i18n } = useTranslation()
  const instants = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'medium' })
  const numbers = new Intl.NumberFormat(i18n.language)
  return (
    <tr>
      <td data-label="Began">
        <time dateTime={run.startedAt}>{instants.format(new Date(run.startedAt))}</time>
      </td>
      <td data-label="Source">
        <bdi>{run.source}</bdi>
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

/** How the runs went, the newest first. `version` grows when there is something new. */
export function RunsList({ version }: { version: number }) {
  const [page, setPage] = useState(1)
  const load = useCallback(
    (api: AdminApi, signal: AbortSignal) =>
      api<{ docs: Run[]; hasNextPage: boolean }>(`/connect/runs?limit=10&page=${page}`, { signal }),
    [page],
  )
  const { data, error, reload } = useLoaded(load)
  useEffect(() => {
    if (version > 0) void reload()
  }, [reload, version])
  return (
    <section className="ppa-source" aria-labelledby="ppa-runs">
      <h2 id="ppa-runs">Last runs</h2>
      <LoadState data={data} error={error} />
      {data?.docs.length === 0 ? <p className="ppa-empty">Nothing has been read yet.</p> : null}
      {data && data.docs.length > 0 ? (
        <div className="ppa-scroll">
          <table className="ppa-table">
            <caption className="ppa-hidden">How the runs went, the newest first</caption>
            <TableHead columns={COLUMNS} />
            <tbody>
              {data.docs.map((run) => (
                <RunRow key={run.id} run={run} />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {data ? <Pages label="Pages of the runs" page={page} hasNextPage={data.hasNextPage} onGo={setPage} /> : null}
    </section>
  )
}

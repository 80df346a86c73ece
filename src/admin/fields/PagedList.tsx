'use client'

import { Button } from '@payloadcms/ui'
import type { ReactNode } from 'react'
import type { Loaded } from '../api/useLoaded.ts'
import { Pages } from './Pages.tsx'

/** One page of documents, as Payload answers it. */
export type PageOf<Doc> = { docs: Doc[]; page: number; totalPages: number; totalDocs: number }

type Props<Doc> = {
  words: { title: string; loading: string; empty: string; pages: string }
  loaded: Loaded<PageOf<Doc>>
  onGo: (page: number) => void
  filters?: ReactNode
  /** Shows the documents, of which there is at least one. */
  children: (docs: Doc[]) => ReactNode
}

/** A heading with a button to load again, then one page of documents, or why there is none. */
export function PagedList<Doc>({ words, loaded, onGo, filters, children }: Props<Doc>) {
  const { data, error, isLoading, reload } = loaded
  return (
    <>
      <div className="ppa-head">
        <h3>{words.title}</h3>
        <Button buttonStyle="secondary" size="small" margin={false} disabled={isLoading} onClick={() => void reload()}>
          Refresh
        </Button>
      </div>
      {filters}
      <div role="alert">{error ? <p className="ppa-error">{error}</p> : null}</div>
      {!data && !error ? <p className="ppa-muted">{words.loading}</p> : null}
      {data?.docs.length === 0 ? <p className="ppa-empty">{words.empty}</p> : null}
      {data && data.docs.length > 0 ? children(data.docs) : null}
      {data ? <Pages label={words.pages} page={data.page} totalPages={data.totalPages} onGo={onGo} /> : null}
    </>
  )
}

import { useCallback, useRef, useState } from 'react'
import type { RequestError } from '../api/RequestError.ts'
import type { Id, Page } from '../api/types.ts'
import { useAction } from './useAction.ts'
import { useRemote } from './useRemote.ts'

export type Pages<Doc> = {
  /** Null until the first page is there. */
  docs: Doc[] | null
  hasMore: boolean
  isLoading: boolean
  isLoadingMore: boolean
  error: RequestError | null
  loadMore: () => void
  reload: () => void
}

type Further<Doc> = { of: Page<Doc> | null; docs: Doc[]; last: Page<Doc> | null }

/** A list may shift between two pages: what came twice is kept once. */
function unique<Doc extends { id: Id }>(docs: Doc[]): Doc[] {
  return [...new Map(docs.map((doc) => [doc.id, doc])).values()]
}

/** A list that grows page by page. A new `key` starts it afresh. */
export function usePages<Doc extends { id: Id }>(
  key: string,
  load: (page: number, signal?: AbortSignal) => Promise<Page<Doc>>,
): Pages<Doc> {
  const first = useRemote(key, (signal) => load(1, signal))
  const [further, setFurther] = useState<Further<Doc>>({ of: null, docs: [], last: null })
  const current = further.of === first.data ? further : { of: first.data, docs: [], last: null }
  const last = current.last ?? first.data
  const more = useAction(async () => {
    if (!last) return
    const page = await load(last.page + 1)
    setFurther({ of: first.data, docs: [...current.docs, ...page.docs], last: page })
  })
  const { run } = more
  const docs = first.data ? unique([...first.data.docs, ...current.docs]) : null
  // While another order or search is on its way the old rows stay, so that nothing jumps.
  const shown = useRef<Doc[] | null>(null)
  if (docs || first.error) shown.current = docs
  return {
    docs: shown.current,
    hasMore: last?.hasNextPage ?? false,
    isLoading: first.isLoading,
    isLoadingMore: more.isPending,
    error: first.error ?? more.error,
    loadMore: useCallback(() => run(), [run]),
    reload: first.reload,
  }
}

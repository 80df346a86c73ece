'use client'

import { useCallback, useEffect, useState } from 'react'
import type { PostingDoc } from '../../connect/posting/listPostings.ts'
import type { AdminApi } from '../api/useAdminApi.ts'
import { type Loaded, useLoaded } from '../api/useLoaded.ts'

export type PostingsPageData = { docs: PostingDoc[]; hasNextPage: boolean; page: number }

const LIMIT = 50
const TYPING_MS = 300
const WATCH_MS = 1500
const ROUNDS = 6

/** The text when nobody has typed for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), TYPING_MS)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}

/** One page of the postings that this query asks for. */
export function usePostings(query: string, page: number): Loaded<PostingsPageData> {
  const settled = useSettled(query)
  const load = useCallback(
    (api: AdminApi, signal: AbortSignal) =>
      api<PostingsPageData>(`/postings?limit=${LIMIT}&page=${page}${settled ? `&${settled}` : ''}`, { signal }),
    [settled, page],
  )
  return useLoaded(load)
}

/** Looks a few times how the worker gets on with what it was handed. */
export async function watchPostings(reload: Loaded<PostingsPageData>['reload'], ids: readonly number[]): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, WATCH_MS))
    const data = await reload()
    if (!data?.docs.some(({ id, status }) => ids.includes(id) && (status === 'pending' || status === 'queued'))) return
  }
}

'use client'

import { useCallback } from 'react'
import type { Preview } from '../api/totals.ts'
import type { AdminApi } from '../api/useAdminApi.ts'
import { type Loaded, useLoaded } from '../api/useLoaded.ts'
import type { Draft } from './association.ts'

/** What the payer sees now, or would see with `drafts` added. Memoize the drafts. */
export function usePreview(payer: number | string, drafts: readonly Draft[] | null): Loaded<Preview> {
  const load = useCallback(
    (api: AdminApi, signal: AbortSignal) => {
      const path = `/payers/${encodeURIComponent(String(payer))}/preview`
      return drafts
        ? api<Preview>(path, { method: 'POST', body: { associations: drafts }, signal })
        : api<Preview>(path, { signal })
    },
    [payer, drafts],
  )
  return useLoaded(load)
}

'use client'

import { useCallback } from 'react'
import type { Preview } from '../api/totals.ts'
import type { AdminApi } from '../api/useAdminApi.ts'
import { type Loaded, useLoaded } from '../api/useLoaded.ts'
import type { Draft } from './association.ts'

/** What to preview; memoize it. `replacing` is the stored association that the drafts stand for. */
export type Drafted = { drafts: readonly Draft[]; replacing?: number | string }

/** What the payer sees now, or would see with drafts. */
export function usePreview(payer: number | string, drafted: Drafted | null): Loaded<Preview> {
  const load = useCallback(
    (api: AdminApi, signal: AbortSignal) => {
      const path = `/payers/${encodeURIComponent(String(payer))}/preview`
      if (!drafted) return api<Preview>(path, { signal })
      const { drafts: associations, replacing } = drafted
      const body = { associations, ...(replacing === undefined ? {} : { replacing: [replacing] }) }
      return api<Preview>(path, { method: 'POST', body, signal })
    },
    [payer, drafted],
  )
  return useLoaded(load)
}

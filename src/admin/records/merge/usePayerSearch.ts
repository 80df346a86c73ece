'use client'

import { useCallback, useState } from 'react'
import type { AdminApi } from '../../api/useAdminApi.ts'
import { useLoaded } from '../../api/useLoaded.ts'

export type FoundPayer = { id: number; name: string | null; email: string; businessName: string | null }

/** Searches when told to, not while somebody types. */
export function usePayerSearch(except: number) {
  const [asked, setAsked] = useState<string | null>(null)
  const load = useCallback(
    async (api: AdminApi, signal: AbortSignal) =>
      (
        await api<{ docs: FoundPayer[] }>(
          `/payers/find?${new URLSearchParams({ q: asked ?? '', except: String(except) })}`,
          { signal },
        )
      ).docs,
    [asked, except],
  )
  const { data, error, isLoading } = useLoaded(asked === null ? null : load)
  return { found: asked === null ? null : data, error, isLoading: asked !== null && isLoading, search: setAsked }
}

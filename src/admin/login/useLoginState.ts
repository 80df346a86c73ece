'use client'

import { useCallback } from 'react'
import type { AdminApi } from '../api/useAdminApi.ts'
import { type Loaded, useLoaded } from '../api/useLoaded.ts'
import { LOGIN_STATE_QUERY, type LoginState, toLoginState } from './loginState.ts'

/** The login state as the server has it, whatever the form holds. `id` null: the payer is not saved yet. */
export function useLoginState(id: number | string | null): Loaded<LoginState> {
  const load = useCallback(
    async (api: AdminApi, signal: AbortSignal) => {
      const path = `/payers/${encodeURIComponent(String(id))}`
      const [doc, { kinds }] = await Promise.all([
        api<Parameters<typeof toLoginState>[0]>(`${path}?${LOGIN_STATE_QUERY}`, { signal }),
        api<{ kinds: string[] }>(`${path}/second-factor`, { signal }),
      ])
      return toLoginState(doc, kinds)
    },
    [id],
  )
  return useLoaded(id === null ? null : load)
}

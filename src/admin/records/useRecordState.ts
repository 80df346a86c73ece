'use client'

import { useCallback, useEffect } from 'react'
import type { AdminApi } from '../api/useAdminApi.ts'
import { type Loaded, useLoaded } from '../api/useLoaded.ts'
import { RECORD_QUERY, type RecordState } from './recordState.ts'

const CHANGED = 'payer-portal-record-changed'

/** Tells every component that shows this payer's record that it was archived, merged or erased. */
export function announceRecordChange(): void {
  window.dispatchEvent(new Event(CHANGED))
}

/** The state of a payer's record as the server has it, whatever the form holds. `id` null: not saved yet. */
export function useRecordState(id: number | string | null): Loaded<RecordState> {
  const load = useCallback(
    (api: AdminApi, signal: AbortSignal) =>
      api<RecordState>(`/payers/${encodeURIComponent(String(id))}?${RECORD_QUERY}`, { signal }),
    [id],
  )
  const loaded = useLoaded(id === null ? null : load)
  const { reload } = loaded
  useEffect(() => {
    const listen = () => void reload()
    window.addEventListener(CHANGED, listen)
    return () => window.removeEventListener(CHANGED, listen)
  }, [reload])
  return loaded
}

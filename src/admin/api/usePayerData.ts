'use client'

import { useCallback, useEffect } from 'react'
import { onPayerRing } from './payerBell.ts'
import type { AdminApi } from './useAdminApi.ts'
import { type Loaded, useLoaded } from './useLoaded.ts'

export type PayerId = number | string

/** Reads something of one payer, whose address is `path`. */
type Load<Answer> = (api: AdminApi, at: { path: string; signal: AbortSignal }) => Promise<Answer>

export const payerPath = (id: PayerId | null): string => `/payers/${encodeURIComponent(String(id))}`

/**
 * Loads something of a payer, and loads it again whenever something was done about this payer on this page.
 * `load` null or `id` null: nothing to ask for yet. Keep `load` outside the component.
 */
export function usePayerData<Answer>(id: PayerId | null, load: Load<Answer> | null): Loaded<Answer> {
  const bound = useCallback(
    (api: AdminApi, signal: AbortSignal) => (load as Load<Answer>)(api, { path: payerPath(id), signal }),
    [id, load],
  )
  const loaded = useLoaded(id === null || load === null ? null : bound)
  const { reload } = loaded
  useEffect(() => (id === null ? undefined : onPayerRing(id, () => void reload())), [id, reload])
  return loaded
}

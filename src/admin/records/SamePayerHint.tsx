'use client'

import { useCallback } from 'react'
import type { AdminApi } from '../api/useAdminApi.ts'
import { useLoaded } from '../api/useLoaded.ts'
import { SameList } from './SameList.tsx'
import { type DuplicateGroup, othersOf } from './samePayer.ts'

/** On a payer's page: which other records look like the same payer. */
export function SamePayerHint({ payer }: { payer: number }) {
  const load = useCallback(
    async (api: AdminApi, signal: AbortSignal) =>
      othersOf(
        (await api<{ groups: DuplicateGroup[] }>(`/payers/duplicates?payer=${payer}`, { signal })).groups,
        payer,
      ),
    [payer],
  )
  const { data } = useLoaded(load)
  return <SameList payers={data ?? []} />
}

'use client'

import { useCallback } from 'react'
import type { AdminApi } from '../api/useAdminApi.ts'
import { type Loaded, useLoaded } from '../api/useLoaded.ts'
import type { Association } from './association.ts'

const MOST = 500

export type AssociationList = { docs: Association[]; totalDocs: number }

/** The payer's associations, oldest first. */
export function useAssociations(payer: number | string): Loaded<AssociationList> {
  const load = useCallback(
    (api: AdminApi, signal: AbortSignal) =>
      api<AssociationList>(
        `/associations?where[payer][equals]=${encodeURIComponent(String(payer))}&depth=0&limit=${MOST}&sort=id`,
        { signal },
      ),
    [payer],
  )
  return useLoaded(load)
}

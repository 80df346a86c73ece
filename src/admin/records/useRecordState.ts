'use client'

import type { AdminApi } from '../api/useAdminApi.ts'
import type { Loaded } from '../api/useLoaded.ts'
import { type PayerId, usePayerData } from '../api/usePayerData.ts'
import { RECORD_QUERY, type RecordState } from './recordState.ts'

const loadRecord = (api: AdminApi, { path, signal }: { path: string; signal: AbortSignal }) =>
  api<RecordState>(`${path}?${RECORD_QUERY}`, { signal })

/** The state of a payer's record as the server has it, whatever the form holds. `id` null: not saved yet. */
export const useRecordState = (id: PayerId | null): Loaded<RecordState> => usePayerData(id, loadRecord)

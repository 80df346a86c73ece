'use client'

import type { AdminApi } from '../api/useAdminApi.ts'
import type { Loaded } from '../api/useLoaded.ts'
import { type PayerId, usePayerData } from '../api/usePayerData.ts'
import { LOGIN_STATE_QUERY, type LoginFacts, type LoginState, type PayerDoc, toLoginState } from './loginState.ts'

type At = { path: string; signal: AbortSignal }

const readDoc = (api: AdminApi, { path, signal }: At) => api<PayerDoc>(`${path}?${LOGIN_STATE_QUERY}`, { signal })

const loadState = async (api: AdminApi, at: At) => toLoginState(await readDoc(api, at))

async function loadDetails(api: AdminApi, at: At): Promise<LoginState> {
  const { path, signal } = at
  const [doc, { kinds }, facts] = await Promise.all([
    readDoc(api, at),
    api<{ kinds: string[] }>(`${path}/second-factor`, { signal }),
    api<Omit<LoginFacts, 'factorKinds'>>(`${path}/login`, { signal }),
  ])
  return toLoginState(doc, { ...facts, factorKinds: kinds })
}

/** The login state as the server has it, whatever the form holds. `id` null: the payer is not saved yet. */
export const useLoginState = (id: PayerId | null): Loaded<LoginState> => usePayerData(id, loadState)

/** The same with all facts about the login. */
export const useLoginDetails = (id: PayerId | null): Loaded<LoginState> => usePayerData(id, loadDetails)

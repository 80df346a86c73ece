'use client'

import { useFormFields } from '@payloadcms/ui'
import { useCallback, useEffect, useState } from 'react'
import type { AdminApi } from '../api/useAdminApi.ts'
import { useLoaded } from '../api/useLoaded.ts'
import { SameList } from './SameList.tsx'
import type { SamePayer } from './samePayer.ts'

const PAUSE_MS = 500
const FIELDS = ['email', 'firstName', 'lastName', 'businessName', 'phone'] as const

/** What has been typed so far, once the typing has paused; null while it is blank. */
function useTyped(): string | null {
  const typed = useFormFields(([fields]) => JSON.stringify(FIELDS.map((name) => fields[name]?.value ?? '')))
  const [settled, setSettled] = useState(typed)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed])
  const values = JSON.parse(settled) as unknown[]
  return values.some((value) => typeof value === 'string' && value.trim() !== '') ? settled : null
}

/** While a payer is being made: which records look like the same one. */
export function NewPayerHint() {
  const typed = useTyped()
  const load = useCallback(
    async (api: AdminApi, signal: AbortSignal) => {
      const values = JSON.parse(typed ?? '[]') as unknown[]
      const body = Object.fromEntries(FIELDS.map((name, at) => [name, values[at]]))
      return (await api<{ similar: SamePayer[] }>('/payers/similar', { method: 'POST', body, signal })).similar
    },
    [typed],
  )
  const { data } = useLoaded(typed === null ? null : load)
  return <div role="status">{typed === null ? null : <SameList payers={data ?? []} newTab />}</div>
}

'use client'

import { useConfig } from '@payloadcms/ui'
import { useMemo } from 'react'
import { AdminApiError } from './AdminApiError.ts'
import { readAdminError } from './readAdminError.ts'

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'
type Call = { method?: Method; body?: unknown; headers?: Record<string, string>; signal?: AbortSignal }

/** Calls a route below the host's API route, such as `/payers/1`. Throws AdminApiError, also when no answer comes. */
export type AdminApi = <Answer>(path: string, call?: Call) => Promise<Answer>

async function send(url: string, { method = 'GET', body, headers = {}, signal }: Call): Promise<Response> {
  try {
    return await fetch(url, {
      method,
      credentials: 'include',
      headers: {
        ...headers,
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new AdminApiError({ message: 'The server cannot be reached. Please try again.', status: 0 })
  }
}

/** The staff's door to this host's API, wherever the host has put it. */
export function useAdminApi(): AdminApi {
  const { config } = useConfig()
  const base = `${config.serverURL ?? ''}${config.routes.api}`
  return useMemo(
    () =>
      async <Answer>(path: string, call: Call = {}) => {
        const response = await send(`${base}${path}`, call)
        const body: unknown = await response.json().catch(() => null)
        if (!response.ok) throw readAdminError(response.status, body)
        return body as Answer
      },
    [base],
  )
}

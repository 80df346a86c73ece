'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { errorMessage } from '../api/errorMessage.ts'
import { useAdminApi } from '../api/useAdminApi.ts'
import { type ConnectQuery, connectQueryString } from './connectQuery.ts'
import type { SearchRow } from './searchRow.ts'

type Answer = { docs: SearchRow[]; hasNextPage: boolean }

export type ConnectSearch = {
  /** The search whose results are shown, or are on their way; null before the first one. */
  query: ConnectQuery | null
  answer: Answer | null
  error: string | null
  isLoading: boolean
  search: (query: ConnectQuery) => Promise<void>
}

type State = Omit<ConnectSearch, 'search'>

/** Searches the billing systems. A newer search makes an older one's answer void. */
export function useConnectSearch(): ConnectSearch {
  const api = useAdminApi()
  const current = useRef<AbortController | null>(null)
  const [state, setState] = useState<State>({ query: null, answer: null, error: null, isLoading: false })
  useEffect(() => () => current.current?.abort(), [])
  const search = useCallback(
    async (query: ConnectQuery) => {
      current.current?.abort()
      const controller = new AbortController()
      current.current = controller
      // Another field shows other columns: what was found before does not fit them.
      setState(({ query: before, answer }) => ({
        query,
        answer: before?.by === query.by ? answer : null,
        error: null,
        isLoading: true,
      }))
      try {
        const answer = await api<Answer>(`/connect/search?${connectQueryString(query)}`, { signal: controller.signal })
        if (!controller.signal.aborted) setState({ query, answer, error: null, isLoading: false })
      } catch (failure) {
        if (!controller.signal.aborted)
          setState({ query, answer: null, error: errorMessage(failure), isLoading: false })
      }
    },
    [api],
  )
  return { ...state, search }
}

'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { errorMessage } from './errorMessage.ts'
import { type AdminApi, useAdminApi } from './useAdminApi.ts'

export type Loaded<Answer> = {
  data: Answer | null
  error: string | null
  isLoading: boolean
  /** Asks again; resolves with the answer, or null when the load failed or a later one overtook it. */
  reload: () => Promise<Answer | null>
}

/**
 * Loads on mount and whenever `load` changes (memoize it); a later answer never loses to an earlier one.
 * `load` null: nothing to ask for yet.
 */
export function useLoaded<Answer>(
  load: ((api: AdminApi, signal: AbortSignal) => Promise<Answer>) | null,
): Loaded<Answer> {
  const api = useAdminApi()
  const current = useRef<AbortController | null>(null)
  const [state, setState] = useState<Omit<Loaded<Answer>, 'reload'>>({ data: null, error: null, isLoading: true })
  const reload = useCallback(async () => {
    current.current?.abort()
    if (!load) return null
    const controller = new AbortController()
    current.current = controller
    setState((before) => ({ ...before, isLoading: true }))
    try {
      const data = await load(api, controller.signal)
      if (controller.signal.aborted) return null
      setState({ data, error: null, isLoading: false })
      return data
    } catch (error) {
      if (!controller.signal.aborted)
        setState((before) => ({ ...before, error: errorMessage(error), isLoading: false }))
      return null
    }
  }, [api, load])
  useEffect(() => {
    void reload()
    return () => current.current?.abort()
  }, [reload])
  return { ...state, reload }
}

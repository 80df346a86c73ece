import { useCallback, useEffect, useRef, useState } from 'react'
import type { RequestError } from '../api/RequestError.ts'
import { asRequestError } from './useRemote.ts'

export type Action<Args extends unknown[]> = {
  run: (...args: Args) => void
  isPending: boolean
  error: RequestError | null
  clear: () => void
}

/** Something that a press starts: one at a time, with its error kept for the page to show. */
export function useAction<Args extends unknown[]>(work: (...args: Args) => Promise<void>): Action<Args> {
  const [isPending, setPending] = useState(false)
  const [error, setError] = useState<RequestError | null>(null)
  const latest = useRef(work)
  const busy = useRef(false)
  const mounted = useRef(true)
  latest.current = work
  useEffect(() => {
    mounted.current = true
    return () => {
      mounted.current = false
    }
  }, [])
  const run = useCallback((...args: Args) => {
    // A second press before React has drawn the first must not send a second request.
    if (busy.current) return
    busy.current = true
    setPending(true)
    setError(null)
    latest
      .current(...args)
      .catch((cause: unknown) => mounted.current && setError(asRequestError(cause)))
      .finally(() => {
        busy.current = false
        if (mounted.current) setPending(false)
      })
  }, [])
  const clear = useCallback(() => setError(null), [])
  return { run, isPending, error, clear }
}

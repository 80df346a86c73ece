import { useCallback, useEffect, useRef, useState } from 'react'
import { RequestError } from '../api/RequestError.ts'
import { networkError } from '../api/readError.ts'

export type Remote<Data> = {
  data: Data | null
  error: RequestError | null
  isLoading: boolean
  reload: () => void
  /** Puts in what another answer already told, without asking again. */
  replace: (data: Data) => void
}

export const asRequestError = (cause: unknown): RequestError => (cause instanceof RequestError ? cause : networkError())

type State<Data> = { key: string; data: Data | null; error: RequestError | null; isLoading: boolean }

/**
 * Loads what `key` names and keeps it until the key changes or `reload` is called. Data stays while it
 * is loaded again, so that nothing jumps; an answer that comes too late is dropped.
 */
export function useRemote<Data>(key: string, load: (signal: AbortSignal) => Promise<Data>): Remote<Data> {
  const [state, setState] = useState<State<Data>>({ key, data: null, error: null, isLoading: true })
  const [round, setRound] = useState(0)
  const latest = useRef(load)
  latest.current = load
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round is a wish to load again
  useEffect(() => {
    const controller = new AbortController()
    setState((old) => ({ key, data: old.key === key ? old.data : null, error: null, isLoading: true }))
    latest.current(controller.signal).then(
      (data) => controller.signal.aborted || setState({ key, data, error: null, isLoading: false }),
      (cause) =>
        controller.signal.aborted ||
        setState((old) => ({ ...old, key, error: asRequestError(cause), isLoading: false })),
    )
    return () => controller.abort()
  }, [key, round])
  const reload = useCallback(() => setRound((count) => count + 1), [])
  const replace = useCallback((data: Data) => setState({ key, data, error: null, isLoading: false }), [key])
  const current = state.key === key ? state : { data: null, error: null, isLoading: true }
  return { data: current.data, error: current.error, isLoading: current.isLoading, reload, replace }
}

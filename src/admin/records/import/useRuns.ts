'use client'

import { useEffect, useMemo, useRef } from 'react'

type Run = {
  /** Is there no newer run, and is the page still there? */
  isCurrent: () => boolean
  isStopped: () => boolean
}

/** One run at a time: a newer one, and the end of the page, end the older one after its part. */
export function useRuns() {
  const current = useRef(0)
  const stopped = useRef(0)
  const runs = useMemo(() => {
    const cancel = () => {
      current.current += 1
    }
    const begin = (): Run => {
      cancel()
      const mine = current.current
      return { isCurrent: () => current.current === mine, isStopped: () => stopped.current === mine }
    }
    const stop = () => {
      stopped.current = current.current
    }
    return { begin, cancel, stop }
  }, [])
  useEffect(() => runs.cancel, [runs])
  return runs
}

'use client'

import { useCallback, useRef, useState } from 'react'

/** Runs `action` at most once at a time: a second click while it runs does nothing. */
export function useOnce<Args extends unknown[]>(
  action: (...args: Args) => Promise<void>,
): { run: (...args: Args) => Promise<void>; isBusy: boolean } {
  const running = useRef(false)
  const [isBusy, setBusy] = useState(false)
  const run = useCallback(
    async (...args: Args) => {
      if (running.current) return
      running.current = true
      setBusy(true)
      try {
        await action(...args)
      } finally {
        running.current = false
        setBusy(false)
      }
    },
    [action],
  )
  return { run, isBusy }
}

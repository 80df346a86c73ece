'use client'

import { toast } from '@payloadcms/ui'
import { useCallback, useEffect, useRef } from 'react'
import { inviteOutcome, type LoginState } from './loginState.ts'

const EVERY_MS = 700
const WATCH_MS = 20_000

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

function report(state: LoginState): boolean {
  const outcome = inviteOutcome(state)
  if (outcome?.tone === 'success') toast.success(outcome.message)
  if (outcome?.tone === 'error') toast.error(outcome.message)
  return outcome !== null
}

/** Watches a welcome mail until the mail server has taken or refused it, and tells staff which. */
export function useInviteWatch(reload: () => Promise<LoginState | null>): () => Promise<void> {
  const isMounted = useRef(true)
  useEffect(() => {
    isMounted.current = true
    return () => {
      isMounted.current = false
    }
  }, [])
  return useCallback(async () => {
    const end = Date.now() + WATCH_MS
    while (isMounted.current && Date.now() < end) {
      const state = await reload()
      if (state && report(state)) return
      await pause(EVERY_MS)
    }
    if (isMounted.current) toast.info('The welcome mail is on its way. Its state is shown on this page.')
  }, [reload])
}

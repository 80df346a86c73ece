'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { type AdminApi, useAdminApi } from '../api/useAdminApi.ts'
import { inviteInChunks, type Outcome, readMails } from './bulkInvite.ts'

const EVERY_MS = 1500
const WATCH_ROUNDS = 60

/** `inviting`: payer after payer; `mailing`: all were tried, some mails are still on their way. */
type Phase = 'ask' | 'inviting' | 'mailing' | 'done'

export type BulkInviteRun = {
  phase: Phase
  outcomes: Outcome[]
  start: (args: { ids: number[]; switchOn: boolean }) => Promise<void>
  /** Ends after the payers that are being invited now. */
  stop: () => void
}

const isWaiting = (outcomes: Outcome[]) => outcomes.some(({ result }) => result === 'invited')
const pause = () => new Promise((resolve) => setTimeout(resolve, EVERY_MS))

type Watch = { outcomes: Outcome[]; onNews: (outcomes: Outcome[]) => void; isGone: () => boolean }

/** Until each mail was taken or refused by the mail server, at most a minute and a half. */
async function watchMails(api: AdminApi, { outcomes, onNews, isGone }: Watch): Promise<void> {
  let now = outcomes
  for (let round = 0; round < WATCH_ROUNDS && isWaiting(now) && !isGone(); round += 1) {
    await pause()
    // An answer that does not come is asked for again.
    now = await readMails(api, now).catch(() => now)
    onNews(now)
  }
}

/** Invites the chosen payers, and watches their mails. Ends when the dialog goes away. */
export function useBulkInvite(): BulkInviteRun {
  const api = useAdminApi()
  const [phase, setPhase] = useState<Phase>('ask')
  const [outcomes, setOutcomes] = useState<Outcome[]>([])
  const stopped = useRef(false)
  const gone = useRef(false)
  useEffect(() => {
    gone.current = false
    return () => {
      gone.current = true
    }
  }, [])
  const start = useCallback<BulkInviteRun['start']>(
    async ({ ids, switchOn }) => {
      setPhase('inviting')
      const isStopped = () => stopped.current || gone.current
      const all = await inviteInChunks(api, { ids, switchOn, onProgress: setOutcomes, isStopped })
      setOutcomes(all)
      setPhase('mailing')
      await watchMails(api, { outcomes: all, onNews: setOutcomes, isGone: () => gone.current })
      setPhase('done')
    },
    [api],
  )
  const stop = useCallback(() => {
    stopped.current = true
  }, [])
  return { phase, outcomes, start, stop }
}

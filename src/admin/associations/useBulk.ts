'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { useAdminApi } from '../api/useAdminApi.ts'
import type { Draft } from './association.ts'
import { type BulkOutcome, type BulkPayer, bulkInParts } from './bulk.ts'

type Phase = 'ask' | 'previewing' | 'previewed' | 'adding' | 'done'

export type BulkRun = {
  phase: Phase
  outcomes: BulkOutcome[]
  /** Looks what each payer would get and see; writes nothing. */
  preview: () => Promise<void>
  add: () => Promise<void>
  /** Ends after the payers that are being done now. */
  stop: () => void
}

type Given = { payers: readonly BulkPayer[]; drafts: readonly Draft[] }

/** A preview of what is given to several payers, then the giving. A change of what is given makes an earlier preview void. */
export function useBulk({ payers, drafts }: Given): BulkRun {
  const api = useAdminApi()
  const [state, setState] = useState<{ phase: Phase; outcomes: BulkOutcome[] }>({ phase: 'ask', outcomes: [] })
  const current = useRef(0)
  const stopped = useRef(false)
  const isAdding = state.phase === 'adding'
  const adding = useRef(isAdding)
  adding.current = isAdding
  // biome-ignore lint/correctness/useExhaustiveDependencies: a preview of other payers or rules says nothing
  useEffect(() => {
    // What is being written goes on, and says what became of it.
    if (adding.current) return
    current.current += 1
    setState((before) => (before.phase === 'done' ? before : { phase: 'ask', outcomes: [] }))
  }, [payers, drafts])
  useEffect(
    () => () => {
      current.current += 1
    },
    [],
  )
  const run = useCallback(
    async (dryRun: boolean) => {
      current.current += 1
      const mine = current.current
      stopped.current = false
      const isGone = () => current.current !== mine
      const show = (phase: Phase, outcomes: BulkOutcome[]) => {
        if (!isGone()) setState({ phase, outcomes })
      }
      const busy = dryRun ? 'previewing' : 'adding'
      show(busy, [])
      const isStopped = () => stopped.current || isGone()
      const onProgress = (some: BulkOutcome[]) => show(busy, some)
      const all = await bulkInParts(api, { payers, drafts, dryRun, onProgress, isStopped })
      show(dryRun ? 'previewed' : 'done', all)
    },
    [api, payers, drafts],
  )
  const stop = useCallback(() => {
    stopped.current = true
  }, [])
  const preview = useCallback(() => run(true), [run])
  const add = useCallback(() => run(false), [run])
  return { ...state, preview, add, stop }
}

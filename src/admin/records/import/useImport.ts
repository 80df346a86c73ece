'use client'

import { useRouter } from 'next/navigation.js'
import { useCallback, useState } from 'react'
import { errorMessage } from '../../api/errorMessage.ts'
import { useAdminApi } from '../../api/useAdminApi.ts'
import type { ImportKind } from './importKinds.ts'
import type { ImportRow } from './importReport.ts'
import { readImportFile } from './readImportFile.ts'
import { type ImportChoices, type ImportProgress, type ImportResult, runImport } from './runImport.ts'
import { useRuns } from './useRuns.ts'

type Phase = 'choose' | 'checking' | 'checked' | 'importing' | 'done'

type State = {
  phase: Phase
  csv: string
  choices: ImportChoices
  progress: ImportProgress | null
  result: ImportResult | null
  error: string | null
  /** Was it stopped, or did it fail, before the end of the file? */
  isPartial: boolean
}

const START: State = {
  phase: 'choose',
  csv: '',
  choices: { invite: false, update: false },
  progress: null,
  result: null,
  error: null,
  isPartial: false,
}

type Attempt = { kind: ImportKind; csv: string; choices: ImportChoices; dryRun: boolean }

/** What is shown after a run that failed: a check starts again, an import says how far it came. */
function afterFailure({ dryRun, rows, error }: { dryRun: boolean; rows: ImportRow[]; error: unknown }): Partial<State> {
  const message = { error: errorMessage(error) }
  if (dryRun) return { ...message, phase: 'choose', result: null }
  return { ...message, phase: 'done', isPartial: true, result: { rows, unknownColumns: [] } }
}

/** Takes the file, part after part, and keeps the state of it. */
function useTake(set: (change: Partial<State>) => void, runs: ReturnType<typeof useRuns>) {
  const api = useAdminApi()
  const router = useRouter()
  return async ({ kind, csv, choices, dryRun }: Attempt) => {
    const { isCurrent, isStopped } = runs.begin()
    const show = (change: Partial<State>) => {
      if (isCurrent()) set(change)
    }
    let rows: ImportRow[] = []
    const onPart = (progress: ImportProgress, result: ImportResult) => {
      rows = [...result.rows]
      show({ progress })
    }
    show({ phase: dryRun ? 'checking' : 'importing', progress: null, error: null, isPartial: false })
    try {
      const goOn = () => isCurrent() && !isStopped()
      const result = await runImport(api, { kind, csv, ...choices, dryRun, goOn, onPart })
      show({ phase: dryRun ? 'checked' : 'done', result, isPartial: isStopped() })
    } catch (error) {
      show(afterFailure({ dryRun, rows, error }))
    }
    if (!dryRun) router.refresh()
  }
}

/** One import, from the choice of the file to its result. */
export function useImport(kind: ImportKind) {
  const [state, setState] = useState(START)
  const set = useCallback((change: Partial<State>) => setState((before) => ({ ...before, ...change })), [])
  const runs = useRuns()
  const take = useTake(set, runs)
  const { csv, choices } = state
  const choose = async (file: File) => {
    runs.cancel()
    setState({ ...START, choices })
    try {
      const text = await readImportFile(file)
      set({ csv: text })
      await take({ kind, csv: text, choices, dryRun: true })
    } catch (error) {
      set({ error: errorMessage(error) })
    }
  }
  const change = (chosen: ImportChoices) => {
    set({ choices: chosen })
    if (csv !== '') void take({ kind, csv, choices: chosen, dryRun: true })
  }
  const reset = () => {
    runs.cancel()
    setState(START)
  }
  return {
    ...state,
    kind,
    choose,
    change,
    start: () => take({ kind, csv, choices, dryRun: false }),
    stop: runs.stop,
    reset,
  }
}

export type Import = ReturnType<typeof useImport>

import type { Payload } from 'payload'
import { poolOf } from '../../base/database.ts'
import type { SyncPhase } from './syncRuns.ts'

/** How far a run is: `read` rows have come from the source. */
export type SyncProgress = { phase: SyncPhase; read: number }

export type ProgressReport = {
  /** Tells how far it is; written at most once a second, and whenever the phase changes. Never throws. */
  tell(progress: SyncProgress): void
  /** Resolves when what was told is written. */
  written(): Promise<void>
}

const EVERY_MS = 1000
const WRITE = `
update payer_portal_sync_runs set phase = $2, progress_at = now(), counts = counts || jsonb_build_object('read', $3::int)
where id = $1 and status = 'running'`

type Args = { payload: Payload; run: number | null; onProgress?: (progress: SyncProgress) => void }

/** Writes the progress of a run to its row, where staff see it, and to whoever else wants to know. */
export function reportProgress({ payload, run, onProgress }: Args): ProgressReport {
  let last: { phase: SyncPhase | null; at: number } = { phase: null, at: 0 }
  let writing: Promise<unknown> = Promise.resolve()
  const write = ({ phase, read }: SyncProgress) =>
    poolOf(payload)
      .query({ name: 'connect-progress', text: WRITE, values: [run, phase, read] })
      .catch((error: unknown) => payload.logger.warn({ err: error }, 'The progress of a sync could not be written'))
  return {
    tell: (progress) => {
      if (progress.phase === last.phase && Date.now() - last.at < EVERY_MS) return
      last = { phase: progress.phase, at: Date.now() }
      onProgress?.(progress)
      if (run !== null) writing = writing.then(() => write(progress))
    },
    written: async () => void (await writing),
  }
}

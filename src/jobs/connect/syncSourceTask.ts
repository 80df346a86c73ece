import { followAttention } from '../../attention/followAttention.ts'
import { PortalError } from '../../base/errors.ts'
import type { SyncCause } from '../../connect/sync/syncRuns.ts'
import { syncSource } from '../../connect/sync/syncSource.ts'
import type { Task } from '../task.ts'

/** `{ source, cause?, whole?, full? }`. By the clock, a sync that is running already does the work; whoever asked waits for the next. */
export const syncSourceTask: Task = async (input, { payload, signal }) => {
  const cause = (input.cause as SyncCause | undefined) ?? 'schedule'
  try {
    await syncSource({
      payload,
      source: String(input.source),
      cause,
      whole: input.whole === true,
      full: input.full === true,
      ...(signal ? { signal } : {}),
    })
  } catch (error) {
    if (cause === 'schedule' && error instanceof PortalError && error.code === 'sync_running') return
    throw error
  } finally {
    await followAttention(payload, ['sync_stopped', 'sync_failing', 'rows_parked', 'posting', 'overpaid'])
  }
}

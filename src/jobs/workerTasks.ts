import type { TaskList } from 'graphile-worker'
import type { Payload } from 'payload'
import { tasks } from './tasks.ts'

/** Our tasks under the names that `enqueueJob` uses. */
export function workerTasks(payload: Payload): TaskList {
  const entries = Object.entries(tasks).map(([name, task]) => [
    `payerPortal.${name}`,
    (input: unknown, { abortSignal }: { abortSignal?: AbortSignal }) =>
      task((input ?? {}) as Record<string, unknown>, {
        payload,
        ...(abortSignal ? { signal: abortSignal } : {}),
      }),
  ])
  return Object.fromEntries(entries) as TaskList
}

/**
 * What ends a job is tried again while the database is away, and waited for at the end. A repeat of a job that nobody could
 * end is the last way out.
 */
export const workerPreset = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } }

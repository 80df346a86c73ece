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

/** The ends of jobs are waited for when the worker stops. */
export const workerPreset = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } }

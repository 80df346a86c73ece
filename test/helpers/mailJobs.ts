import { Logger, parseCrontab, runOnce, type TaskList } from 'graphile-worker'
import type { Payload } from 'payload'
import { poolOf } from '../../src/base/database.ts'
import { tasks } from '../../src/jobs/tasks.ts'

const silent = new Logger(() => () => undefined)

/** Runs every job that is due, as the worker does, until none is left. */
export async function runJobs(payload: Payload): Promise<void> {
  const taskList: TaskList = Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      `payerPortal.${name}`,
      (input: unknown) => task(input as Record<string, unknown>, { payload }),
    ]),
  )
  const pgPool = poolOf(payload)
  if (pgPool.listenerCount('error') === 0) pgPool.on('error', (error) => payload.logger.error({ err: error }))
  // It then waits for what ends the last job, too.
  const preset = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } }
  await runOnce({ pgPool, taskList, parsedCronItems: parseCrontab(''), noHandleSignals: true, logger: silent, preset })
}

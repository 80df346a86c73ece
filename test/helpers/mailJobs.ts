import { Logger, parseCrontab, runOnce } from 'graphile-worker'
import type { Payload } from 'payload'
import { poolOf } from '../../src/base/database.ts'
import { workerPreset, workerTasks } from '../../src/jobs/workerTasks.ts'

const silent = new Logger(() => () => undefined)

/** Runs every job that is due, as the worker does, until none is left and the last one is ended. */
export async function runJobs(payload: Payload): Promise<void> {
  await runOnce({
    pgPool: poolOf(payload),
    taskList: workerTasks(payload),
    parsedCronItems: parseCrontab(''),
    noHandleSignals: true,
    logger: silent,
    preset: workerPreset,
  })
}

import { EventEmitter } from 'node:events'
import { Logger, parseCronItems, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker'
import type { Payload } from 'payload'
import { poolOf, type Queryable, withTransaction } from '../base/database.ts'
import { checkSources } from '../connect/checkSources.ts'
import { portalOptions } from '../options/portalOptions.ts'
import { portalCrontab } from './crontab.ts'
import { enqueueJob } from './enqueueJob.ts'
import { guardPool } from './guardPool.ts'
import { holdWorker, releaseDeadWorkers } from './releaseDeadWorkers.ts'
import { tasks } from './tasks.ts'

export type PortalWorker = {
  /** Takes no more jobs, finishes the running ones. */
  stop(): Promise<void>
}

const LOOK_FOR_DEAD_MS = 10_000
const MOST_JOBS = 5

const loggerOf = (payload: Payload) =>
  new Logger(() => (level, message) => {
    if (level === 'error') payload.logger.error(message)
    else if (level === 'warning') payload.logger.warn(message)
    else payload.logger.debug(message)
  })

/** Our tasks under the names that `enqueueJob` uses. */
function taskList(payload: Payload): TaskList {
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

/** Jobs need connections of their own beside those of the requests. */
function concurrencyOf(payload: Payload): number {
  const { max = 10 } = poolOf(payload).options
  return Math.max(1, Math.min(MOST_JOBS, Math.floor(max / 3)))
}

/** Says that this worker lives, and takes over from those that do not, until the answer is called. */
async function watchWorkers(payload: Payload, events: WorkerEvents): Promise<() => Promise<void>> {
  const connection = await poolOf(payload).connect()
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = (work: () => Promise<unknown>) => {
    last = last
      .then(work)
      .catch((error: unknown) => payload.logger.warn({ err: error }, 'Looking after the workers failed'))
  }
  events.on('pool:create', ({ workerPool }) =>
    inTurn(() => holdWorker(connection as unknown as Queryable, workerPool.id)),
  )
  const look = () => inTurn(() => withTransaction(payload, releaseDeadWorkers))
  look()
  const timer = setInterval(look, LOOK_FOR_DEAD_MS)
  return async () => {
    clearInterval(timer)
    await last
    // Closed, not given back: the lock ends with it.
    connection.release(true)
  }
}

/** At once, what the clock would do within a minute: the last process may have died in the middle. */
async function sweepNow(payload: Payload): Promise<void> {
  if (!Object.hasOwn(tasks, 'sweepPayments')) return
  await withTransaction(payload, (tx) =>
    enqueueJob(tx, { task: 'sweepPayments', payload: {}, jobKey: 'sweep-at-start', maxAttempts: 3 }),
  )
}

/** Runs the jobs in this process, on Payload's connections. `migrateJobs` must have run. */
export async function startWorker({ payload }: { payload: Payload }): Promise<PortalWorker> {
  guardPool(payload)
  const events: WorkerEvents = new EventEmitter()
  const unwatch = await watchWorkers(payload, events)
  let runner: Runner
  try {
    await sweepNow(payload)
    runner = await run({
      pgPool: poolOf(payload),
      taskList: taskList(payload),
      parsedCronItems: parseCronItems(portalCrontab(portalOptions(payload))),
      concurrency: concurrencyOf(payload),
      pollInterval: 1000,
      noHandleSignals: true,
      logger: loggerOf(payload),
      events,
    })
  } catch (error) {
    await unwatch()
    throw error
  }
  const { sources, times } = portalOptions(payload)
  void checkSources({ sources, seconds: times.sourceAnswer, logger: payload.logger })
  const ended = runner.promise.catch((error: unknown) => payload.logger.error({ err: error }, 'The worker ended'))
  return {
    stop: async () => {
      await runner.stop().catch((error: unknown) => payload.logger.warn({ err: error }, 'The worker had ended before'))
      await ended
      await unwatch()
    },
  }
}

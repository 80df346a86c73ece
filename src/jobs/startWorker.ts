import { EventEmitter } from 'node:events'
import { Logger, parseCronItems, type Runner, run, type WorkerEvents } from 'graphile-worker'
import type { Payload } from 'payload'
import type { Pool } from 'pg'
import { poolOf, withTransaction } from '../base/database.ts'
import { checkSources } from '../connect/checkSources.ts'
import { portalOptions } from '../options/portalOptions.ts'
import { portalCrontab } from './crontab.ts'
import { enqueueJob } from './enqueueJob.ts'
import { keepRunning, type Running } from './keepRunning.ts'
import { lastingPool } from './lastingPool.ts'
import { tasks } from './tasks.ts'
import { watchWorkers } from './watchWorkers.ts'
import { workerPreset, workerTasks } from './workerTasks.ts'

export type PortalWorker = {
  /** Takes no more jobs, finishes the running ones. */
  stop(): Promise<void>
}

const MOST_JOBS = 5
/** What the ends of jobs have left, once the worker is asked to stop while the database is away. */
const LAST_ENDS_MS = 10_000

const loggerOf = (payload: Payload) =>
  new Logger(() => (level, message) => {
    if (level === 'error') payload.logger.error(message)
    else if (level === 'warning') payload.logger.warn(message)
    else payload.logger.debug(message)
  })

/** Jobs need connections of their own beside those of the requests. */
function concurrencyOf(payload: Payload): number {
  const { max = 10 } = poolOf(payload).options
  return Math.max(1, Math.min(MOST_JOBS, Math.floor(max / 3)))
}

/** At once, what the clock would do within a minute: the last process may have died in the middle. */
async function sweepNow(payload: Payload): Promise<void> {
  if (!Object.hasOwn(tasks, 'sweepPayments')) return
  await withTransaction(payload, (tx) =>
    enqueueJob(tx, { task: 'sweepPayments', payload: {}, jobKey: 'sweep-at-start', maxAttempts: 3 }),
  )
}

const runWorker = (payload: Payload, events: WorkerEvents, pgPool: Pool): Promise<Runner> =>
  run({
    pgPool,
    taskList: workerTasks(payload),
    parsedCronItems: parseCronItems(portalCrontab(portalOptions(payload))),
    concurrency: concurrencyOf(payload),
    pollInterval: 1000,
    noHandleSignals: true,
    logger: loggerOf(payload),
    events,
    preset: workerPreset,
  })

/** The pool of one worker, what is told when it lost a claim, and how it gives up. */
function poolOfWorker(payload: Payload): { pgPool: Pool; lost: Promise<never>; giveUp(): void } {
  let isOver = false
  let lose = () => {}
  const lost = new Promise<never>((_resolve, reject) => {
    lose = () => reject(new Error('A job may be held that the worker does not know of.'))
  })
  lost.catch(() => undefined)
  const args = { pool: poolOf(payload), logger: payload.logger, isOver: () => isOver, onLostClaim: () => lose() }
  const giveUp = () => {
    isOver = true
  }
  return { pgPool: lastingPool(args), lost, giveUp }
}

async function beginWorker(payload: Payload): Promise<Running> {
  const events: WorkerEvents = new EventEmitter()
  const { pgPool, lost, giveUp } = poolOfWorker(payload)
  const unwatch = await watchWorkers(payload, events)
  let runner: Runner
  try {
    await sweepNow(payload)
    runner = await runWorker(payload, events, pgPool)
  } catch (error) {
    await unwatch()
    throw error
  }
  const finish = async () => {
    const limit = setTimeout(giveUp, LAST_ENDS_MS)
    await runner.stop().catch((err: unknown) => payload.logger.debug({ err }, 'The worker had ended before'))
    await runner.promise.catch(() => undefined)
    clearTimeout(limit)
    await unwatch()
  }
  let finished: Promise<void> | undefined
  return {
    ended: Promise.race([runner.promise, lost]),
    stop: () => {
      finished ??= finish()
      return finished
    },
  }
}

/**
 * Runs the jobs in this process, on Payload's connections, until it is stopped, also when the database was away in between.
 * `migrateJobs` must have run.
 */
export async function startWorker({ payload }: { payload: Payload }): Promise<PortalWorker> {
  const running = await keepRunning({ begin: () => beginWorker(payload), logger: payload.logger })
  const { sources, times } = portalOptions(payload)
  void checkSources({ sources, seconds: times.sourceAnswer, logger: payload.logger })
  return running
}

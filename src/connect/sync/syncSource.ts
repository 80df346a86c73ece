import { setTimeout as delay } from 'node:timers/promises'
import type { Payload } from 'payload'
import type { PoolClient } from 'pg'
import { poolOf } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { portalOptions } from '../../options/portalOptions.ts'
import type { BillingSource } from '../BillingSource.ts'
import { errorText } from '../errorText.ts'
import { findSource } from '../findSource.ts'
import { countAnew } from './countAnew.ts'
import { isPassing } from './isPassing.ts'
import { type MergeArgs, mergeStaging } from './mergeStaging.ts'
import { openRead, unreadReferences } from './openRead.ts'
import { parkRows } from './parkRows.ts'
import { SyncStopped } from './SyncStopped.ts'
import { DROP_STAGING, stageRows } from './stageRows.ts'
import { type ProgressReport, reportProgress, type SyncProgress } from './syncProgress.ts'
import { COMPLETE_RUN, endRun, type SyncCause, type SyncCounts, type SyncRun, startRun } from './syncRuns.ts'

type SyncArgs = {
  payload: Payload
  /** Key of the source. */
  source: string
  /** Who asked. @default 'schedule' */
  cause?: SyncCause
  /** Only these invoices, where the source can be asked for them. */
  ids?: readonly string[]
  /** Every invoice, also where the source tells what changed. */
  whole?: boolean
  /** The same, and staff say that a read from which many invoices are missing is right. */
  full?: boolean
  onProgress?: (progress: SyncProgress) => void
  signal?: AbortSignal
}

type Running = SyncArgs & { client: PoolClient; from: BillingSource }
type Staged = Pick<MergeArgs, 'asOf' | 'contained' | 'read' | 'rejected' | 'mode' | 'cursor'>

const LOCK = `select pg_try_advisory_lock(hashtext('payer-portal-sync'), hashtext($1)) as locked`
const UNLOCK = `select pg_advisory_unlock(hashtext('payer-portal-sync'), hashtext($1))`
/** Lock waits that end before Postgres looks for a deadlock: it is the sync that starts over, never a payment. */
const LOCK_TIMEOUT = `set local lock_timeout = '800ms'`
const TRIES = 30

type StageArgs = Running & { run: number; startedAt: Date; progress: ProgressReport }

/** Reads the source, or what changed of it, and asks the same snapshot which of our postings it contains. */
async function stage(args: StageArgs): Promise<Staged> {
  const { payload, client, from, ids, whole = false, full = false, signal, progress } = args
  const stop = signal ? { signal } : {}
  const given = { payload, source: from, whole: whole || full, ...(ids ? { ids } : {}), ...stop }
  const { snapshot, mode } = await openRead(given)
  try {
    const onRead = (read: number) => progress.tell({ phase: 'reading', read })
    const counts = await stageRows({ client, snapshot, onRead, ...stop })
    if (counts.rejected > 0) await parkRows(client, { source: from.key, run: args.run })
    // As old as the older clock says: a posting that came in between must not count as read back.
    const asOf = new Date(Math.min(snapshot.startedAt.getTime(), args.startedAt.getTime()))
    const staged = { ...counts, asOf, mode, cursor: snapshot.cursor ?? null }
    if (!snapshot.containedReferences) return { ...staged, contained: null }
    const references = await unreadReferences(payload, { source: from.key })
    return { ...staged, contained: [...(await snapshot.containedReferences(references))] }
  } finally {
    await snapshot.close()
  }
}

async function mergeOnce(args: MergeArgs): Promise<SyncCounts> {
  const { client } = args
  await client.query('begin')
  try {
    await client.query(LOCK_TIMEOUT)
    const counts = { read: args.read, rejected: args.rejected, ...(await mergeStaging(args)) }
    await client.query(COMPLETE_RUN, [args.run, JSON.stringify(counts), args.asOf.toISOString(), args.mode])
    const end = await client.query('commit')
    if (end.command !== 'COMMIT') throw new Error('The merge was rolled back.')
    return counts
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

async function merge(args: MergeArgs): Promise<SyncCounts> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await mergeOnce(args)
    } catch (error) {
      if (attempt >= TRIES || !isPassing(error)) throw error
      await delay(Math.random() * 50 * attempt)
    }
  }
}

async function runLocked(args: Running): Promise<SyncRun> {
  const { payload, client, from, cause = 'schedule', full = false, ids, onProgress } = args
  const source = from.key
  const mode = ids ? 'rows' : 'full'
  const { id: run, startedAt } = await startRun(payload, { source, mode, cause, full })
  const progress = reportProgress({ payload, run, ...(onProgress ? { onProgress } : {}) })
  const ended: SyncRun = { id: run, source, mode, status: 'succeeded', counts: {}, error: null }
  try {
    const staged = await stage({ ...args, run, startedAt, progress })
    Object.assign(ended, { mode: staged.mode, counts: { read: staged.read, rejected: staged.rejected } })
    const maxVanishingShare = full ? 1 : portalOptions(payload).maxVanishingShare
    progress.tell({ phase: 'writing', read: staged.read })
    const merged = await merge({
      client,
      source,
      run,
      maxVanishingShare,
      mayBeOlder: full,
      began: startedAt,
      ...staged,
    })
    await countAnew(client, merged).catch((error) =>
      payload.logger.warn({ source, reason: errorText(error) }, 'The new invoices were not counted'),
    )
    return { ...ended, counts: merged }
  } catch (error) {
    Object.assign(ended, { status: error instanceof SyncStopped ? 'stopped' : 'failed', error: errorText(error) })
    await progress.written()
    await endRun(payload, ended)
    payload.logger.error({ source, run, status: ended.status, reason: ended.error }, 'A sync did not merge')
    return ended
  } finally {
    await progress.written()
  }
}

/** Gives the lock and the staging table back; false when the connection is of no use any more. */
function tidy(client: PoolClient, source: string): Promise<boolean> {
  const tidied = (async () => {
    await client.query(DROP_STAGING)
    await client.query(UNLOCK, [source])
    return true
  })().catch(() => false)
  return Promise.race([tidied, delay(5000, false, { ref: false })])
}

/**
 * Brings the mirror of one source up to date and says how that went; one run per source at a time.
 * A read that breaks off, is empty, or misses more than `maxVanishingShare` of the open invoices
 * changes nothing, nor does one of an older state than the last (`full` accepts these two). Never throws for the source's faults. Throws
 * `source_not_found`, `sync_running`.
 */
export async function syncSource(args: SyncArgs): Promise<SyncRun> {
  const source = findSource(args.payload, args.source)
  const client = await poolOf(args.payload).connect()
  let isUsable = false
  try {
    const { rows } = await client.query<{ locked: boolean }>(LOCK, [source.key])
    isUsable = true
    if (!rows[0]?.locked) throw new PortalError('sync_running')
    isUsable = false
    const run = await runLocked({ ...args, client, from: source })
    isUsable = await tidy(client, source.key)
    return run
  } finally {
    // A connection that is let go takes its lock and its staging table with it.
    client.release(!isUsable)
  }
}

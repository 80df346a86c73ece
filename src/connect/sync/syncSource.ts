import { setTimeout as delay } from 'node:timers/promises'
import type { Payload } from 'payload'
import type { PoolClient } from 'pg'
import { poolOf } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { portalOptions } from '../../options/portalOptions.ts'
import type { BillingSource } from '../BillingSource.ts'
import { errorText } from '../errorText.ts'
import { findSource } from '../findSource.ts'
import { type MergeArgs, mergeStaging } from './mergeStaging.ts'
import { SyncStopped } from './SyncStopped.ts'
import { stageRows } from './stageRows.ts'
import { COMPLETE_RUN, endRun, type SyncCounts, type SyncRun, startRun } from './syncRuns.ts'

type Args = {
  payload: Payload
  /** Key of the source. */
  source: string
  /** Staff say that a read from which many invoices are missing is right. */
  full?: boolean
  signal?: AbortSignal
}

type Staged = Pick<MergeArgs, 'asOf' | 'contained' | 'read' | 'rejected'>

const LOCK = `select pg_try_advisory_lock(hashtext('payer-portal-sync'), hashtext($1)) as locked`
const UNLOCK = `select pg_advisory_unlock(hashtext('payer-portal-sync'), hashtext($1))`
const UNREAD = `select reference from payer_portal_postings where source = $1 and read_back_at is null and status <> 'removed'`
/** Lock waits that end before Postgres looks for a deadlock: it is the sync that starts over, never a payment. */
const LOCK_TIMEOUT = `set local lock_timeout = '800ms'`
const TRY_AGAIN = new Set(['55P03', '40P01', '40001'])
const TRIES = 30

/** Reads the whole source, and asks the same snapshot which of our postings it contains. */
async function stage(
  client: PoolClient,
  source: BillingSource,
  options: Args & { run: number; startedAt: Date },
): Promise<Staged> {
  const { payload, run, startedAt, signal } = options
  const snapshot = await source.read(signal ? { signal } : {})
  try {
    const counts = await stageRows({ client, snapshot, source: source.key, run, ...(signal ? { signal } : {}) })
    // As old as the older clock says: a posting that came in between must not count as read back.
    const asOf = new Date(Math.min(snapshot.startedAt.getTime(), startedAt.getTime()))
    if (!snapshot.containedReferences) return { ...counts, asOf, contained: null }
    const { rows } = await poolOf(payload).query<{ reference: string }>(UNREAD, [source.key])
    const contained = await snapshot.containedReferences(rows.map((row) => row.reference))
    return { ...counts, asOf, contained: [...contained] }
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
    await client.query(COMPLETE_RUN, [args.run, JSON.stringify(counts), args.asOf.toISOString()])
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
      const code = (error as { code?: string }).code ?? ''
      if (attempt >= TRIES || !TRY_AGAIN.has(code)) throw error
      await delay(Math.random() * 50 * attempt)
    }
  }
}

async function runLocked(client: PoolClient, source: BillingSource, args: Args): Promise<SyncRun> {
  const { payload, full = false } = args
  const { id: run, startedAt } = await startRun(payload, source.key)
  const counts: Partial<SyncCounts> = {}
  try {
    const staged = await stage(client, source, { ...args, run, startedAt })
    Object.assign(counts, { read: staged.read, rejected: staged.rejected })
    const maxVanishingShare = full ? 1 : portalOptions(payload).maxVanishingShare
    const merged = await merge({ client, source: source.key, run, maxVanishingShare, ...staged })
    return { id: run, source: source.key, status: 'succeeded', counts: merged, error: null }
  } catch (error) {
    const status = error instanceof SyncStopped ? 'stopped' : 'failed'
    const ended: SyncRun = { id: run, source: source.key, status, counts, error: errorText(error) }
    await endRun(payload, ended)
    payload.logger.error({ source: source.key, run, status, reason: ended.error }, 'A sync did not merge')
    return ended
  }
}

/** Gives the lock and the staging table back; false when the connection is of no use any more. */
function tidy(client: PoolClient, source: string): Promise<boolean> {
  const tidied = (async () => {
    await client.query('drop table if exists pg_temp.payer_portal_staging')
    await client.query(UNLOCK, [source])
    return true
  })().catch(() => false)
  return Promise.race([tidied, delay(5000, false, { ref: false })])
}

/**
 * Brings the mirror of one source up to date and says how that went; one run per source at a time.
 * A read that breaks off, is empty, or misses more than `maxVanishingShare` of the open invoices
 * changes nothing (`full` accepts the last of these). Never throws for the source's faults. Throws
 * `source_not_found`, `sync_running`.
 */
export async function syncSource(args: Args): Promise<SyncRun> {
  const source = findSource(args.payload, args.source)
  const client = await poolOf(args.payload).connect()
  let isUsable = false
  try {
    const { rows } = await client.query<{ locked: boolean }>(LOCK, [source.key])
    isUsable = true
    if (!rows[0]?.locked) throw new PortalError('sync_running')
    isUsable = false
    const run = await runLocked(client, source, args)
    isUsable = await tidy(client, source.key)
    return run
  } finally {
    // A connection that is let go takes its lock and its staging table with it.
    client.release(!isUsable)
  }
}

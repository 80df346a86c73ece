import type { Payload } from 'payload'
import { poolOf } from '../../base/database.ts'

export const SYNC_STATUSES = ['running', 'succeeded', 'stopped', 'failed'] as const
export type SyncStatus = (typeof SYNC_STATUSES)[number]

/** `full` every invoice, `changes` what changed since the last read, `rows` single invoices. */
export type SyncMode = 'full' | 'changes' | 'rows'
/** Who asked: the clock, staff, the billing system, the command line, or staff for a row that was set aside. */
export type SyncCause = 'schedule' | 'staff' | 'notify' | 'command' | 'retry'
export type SyncPhase = 'reading' | 'comparing' | 'writing'

export type SyncCounts = {
  read: number
  inserted: number
  updated: number
  unchanged: number
  vanished: number
  rejected: number
  readBack: number
}

export type SyncRun = {
  id: number
  source: string
  status: SyncStatus
  mode: SyncMode
  counts: Partial<SyncCounts>
  /** Why it was stopped or failed, in words for staff. */
  error: string | null
}

/**
 * A run that still says `running` while nobody holds the source's lock died with its server. What ended a quarter of a year ago goes,
 * but not the last run that merged a read: it says how old the mirror is.
 */
const START = `
with old_runs as (
  delete from payer_portal_sync_runs where source = $1 and finished_at < now() - interval '90 days'
    and id < (select max(id) from payer_portal_sync_runs where source = $1 and status = 'succeeded' and mode <> 'rows')
), old_rows as (
  delete from payer_portal_parked_rows where source = $1 and resolved_at < now() - interval '90 days'
), interrupted as (
  update payer_portal_sync_runs set status = 'failed', phase = null, finished_at = now(), error = 'The server ended during this run.'
  where source = $1 and status = 'running'
)
insert into payer_portal_sync_runs (source, mode, cause, accepts_vanishing, phase, progress_at) values ($1, $2, $3, $4, 'reading', now())
returning id, (extract(epoch from clock_timestamp()) * 1000)::float8 as started_at`

type Start = { source: string; mode: SyncMode; cause: SyncCause; full: boolean }

/** Opens the row of a run; the caller holds the source's lock. `startedAt` is the database's clock. */
export async function startRun(
  payload: Payload,
  { source, mode, cause, full }: Start,
): Promise<{ id: number; startedAt: Date }> {
  const { rows } = await poolOf(payload).query<{ id: number; started_at: number }>(START, [source, mode, cause, full])
  const row = rows[0]
  if (!row) throw new Error('The run could not be recorded.')
  return { id: row.id, startedAt: new Date(row.started_at) }
}

/** Closes the row of a run that merged nothing. */
export async function endRun(payload: Payload, run: SyncRun): Promise<void> {
  await poolOf(payload).query(
    `update payer_portal_sync_runs set status = $2, mode = $3, counts = $4, error = $5, phase = null, finished_at = now() where id = $1`,
    [run.id, run.status, run.mode, JSON.stringify(run.counts), run.error],
  )
}

/** Closes the row of a run in the transaction that merged it. */
export const COMPLETE_RUN = `
update payer_portal_sync_runs set status = 'succeeded', mode = $4, counts = $2, as_of = $3, phase = null, finished_at = clock_timestamp() where id = $1`

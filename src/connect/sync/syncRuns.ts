import type { Payload } from 'payload'
import { poolOf } from '../../base/database.ts'

export const SYNC_STATUSES = ['running', 'succeeded', 'stopped', 'failed'] as const
export type SyncStatus = (typeof SYNC_STATUSES)[number]

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
  counts: Partial<SyncCounts>
  /** Why it was stopped or failed, in words for staff. */
  error: string | null
}

/** A run that still says `running` while nobody holds the source's lock died with its server. */
const START = `
with interrupted as (
  update payer_portal_sync_runs set status = 'failed', finished_at = now(), error = 'The server ended during this run.'
  where source = $1 and status = 'running'
)
insert into payer_portal_sync_runs (source) values ($1) returning id, (extract(epoch from clock_timestamp()) * 1000)::float8 as started_at`

/** Opens the row of a run; the caller holds the source's lock. `startedAt` is the database's clock. */
export async function startRun(payload: Payload, source: string): Promise<{ id: number; startedAt: Date }> {
  const { rows } = await poolOf(payload).query<{ id: number; started_at: number }>(START, [source])
  const row = rows[0]
  if (!row) throw new Error('The run could not be recorded.')
  return { id: row.id, startedAt: new Date(row.started_at) }
}

/** Closes the row of a run that merged nothing. */
export async function endRun(payload: Payload, run: SyncRun): Promise<void> {
  await poolOf(payload).query(
    `update payer_portal_sync_runs set status = $2, counts = $3, error = $4, finished_at = now() where id = $1`,
    [run.id, run.status, JSON.stringify(run.counts), run.error],
  )
}

/** Closes the row of a run in the transaction that merged it. */
export const COMPLETE_RUN = `
update payer_portal_sync_runs set status = 'succeeded', counts = $2, as_of = $3, finished_at = clock_timestamp() where id = $1`

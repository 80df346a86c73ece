import type { Payload } from 'payload'
import type { PoolClient } from 'pg'
import { poolOf } from '../../base/database.ts'
import { portalOptions } from '../../options/portalOptions.ts'
import { findSource } from '../findSource.ts'
import { findChanges, type MergeArgs } from './mergeStaging.ts'
import { openRead } from './openRead.ts'
import { SyncStopped } from './SyncStopped.ts'
import { DROP_STAGING, stageRows } from './stageRows.ts'
import type { SyncProgress } from './syncProgress.ts'
import type { SyncMode } from './syncRuns.ts'

/** `insert`, `update`: the invoice would be; `void`: it is gone; `park`: its row would be set aside, `reason` says why. */
export type PreviewedChange = {
  what: 'insert' | 'update' | 'void' | 'park'
  externalId: string | null
  number: string | null
  reason: string | null
}

/** What a sync would do now. Nothing is written for it. */
export type SyncPreview = {
  source: string
  mode: SyncMode
  counts: { read: number; insert: number; update: number; void: number; park: number }
  /** The first of each kind. */
  changes: PreviewedChange[]
  /** Why the sync would stop and ask instead; null: it would not. */
  stops: string | null
}

const CHANGES = `
select 'update' as what, i.external_id as "externalId", i.number, null as reason from payer_portal_changes c join invoices i on i.id = c.id where c.kind = 'update'
union all
select 'void', i.external_id, i.number, null from payer_portal_changes c join invoices i on i.id = c.id where c.kind = 'vanish'
union all
select 'insert', s.external_id, s.number, null from payer_portal_changes c join payer_portal_staging s on s.external_id = c.external_id where c.kind = 'insert'
union all
select 'park', s.external_id, s.number, s.rejected from payer_portal_staging s where s.rejected is not null`

const COUNT = `select what, count(*)::int as count from (${CHANGES}) c group by what`
const FIRST = `
select what, "externalId", number, reason from (select *, row_number() over (partition by what order by "externalId") as at from (${CHANGES}) c) c
where at <= $1 order by what, at`

type Args = {
  payload: Payload
  /** Key of the source. */
  source: string
  whole?: boolean
  /** As staff say when many may be missing. */
  full?: boolean
  /** How many of each kind are shown. @default 10 */
  shown?: number
  onProgress?: (progress: SyncProgress) => void
  signal?: AbortSignal
}

async function stopReason(args: MergeArgs): Promise<string | null> {
  try {
    await findChanges(args)
    return null
  } catch (error) {
    if (error instanceof SyncStopped) return error.message
    throw error
  }
}

async function compare(
  client: PoolClient,
  { merge, shown }: { merge: MergeArgs; shown: number },
): Promise<SyncPreview> {
  const { source, mode, read } = merge
  await client.query('begin')
  try {
    const stops = await stopReason(merge)
    const { rows } = await client.query<{ what: PreviewedChange['what']; count: number }>(COUNT)
    const first = await client.query<PreviewedChange>(FIRST, [shown])
    const counts = { read, insert: 0, update: 0, void: 0, park: 0 }
    for (const { what, count } of rows) counts[what] = count
    return { source, mode, counts, changes: first.rows, stops }
  } finally {
    await client.query('rollback')
  }
}

async function preview(client: PoolClient, args: Args): Promise<SyncPreview> {
  const { payload, whole = false, full = false, shown = 10, onProgress, signal } = args
  const source = findSource(payload, args.source)
  const stop = signal ? { signal } : {}
  const { snapshot, mode } = await openRead({ payload, source, whole, ...stop })
  try {
    const onRead = (read: number) => onProgress?.({ phase: 'reading', read })
    const counts = await stageRows({ client, snapshot, onRead, ...stop })
    onProgress?.({ phase: 'comparing', read: counts.read })
    const maxVanishingShare = full ? 1 : portalOptions(payload).maxVanishingShare
    const [asOf, began] = [snapshot.startedAt, new Date()]
    const about = { client, source: source.key, run: 0, asOf, began, contained: null, cursor: null }
    return await compare(client, { merge: { ...about, ...counts, mode, maxVanishingShare, mayBeOlder: full }, shown })
  } finally {
    await snapshot.close()
  }
}

/** Reads a source as a sync would and says what would change; writes nothing. Rejects with the source's errors, and `source_not_found`. */
export async function previewSync(args: Args): Promise<SyncPreview> {
  const client = await poolOf(args.payload).connect()
  let isUsable = false
  try {
    const result = await preview(client, args)
    await client.query(DROP_STAGING)
    isUsable = true
    return result
  } finally {
    client.release(!isUsable)
  }
}

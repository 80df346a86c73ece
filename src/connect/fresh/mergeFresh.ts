import type { Payload } from 'payload'
import type { PoolClient } from 'pg'
import { poolOf } from '../../base/database.ts'
import { portalOptions } from '../../options/portalOptions.ts'
import type { SourceLookup, SourceSnapshot } from '../BillingSource.ts'
import { countNewer } from '../sync/leaveNewer.ts'
import { mergeStaging } from '../sync/mergeStaging.ts'
import { DROP_STAGING, stageRows } from '../sync/stageRows.ts'
import type { Linked } from './findLinked.ts'

type Args = { payload: Payload; source: string; linked: Linked; lookup: SourceLookup }

const LOCK_TIMEOUT = `set local lock_timeout = '800ms'`

const REMEMBER = `
insert into payer_portal_fresh_reads as f (invoice_id, source, merged_at) select unnest($1::int[]), $2, clock_timestamp()
on conflict (invoice_id) do update set merged_at = excluded.merged_at`

/** The answer of single invoices as the snapshot that a sync stages. */
function snapshotOf({ linked, lookup }: Args): SourceSnapshot {
  const found = new Set(lookup.rows.map((row) => row.externalId))
  return {
    startedAt: lookup.startedAt,
    isPartial: true,
    // biome-ignore lint/suspicious/useAwait: an async iterable is what a snapshot has.
    invoices: (async function* () {
      yield lookup.rows
    })(),
    deleted: () => Promise.resolve(linked.externalIds.filter((id) => !found.has(id))),
    close: () => Promise.resolve(),
  }
}

async function mergeLocked(client: PoolClient, args: Args, counts: { read: number; rejected: number }) {
  const { payload, source, linked, lookup } = args
  await mergeStaging({
    ...counts,
    client,
    source,
    run: 0,
    // As old as the older clock says: a posting that came in between must not count as read back.
    asOf: new Date(Math.min(lookup.startedAt.getTime(), linked.startedAt.getTime())),
    began: linked.startedAt,
    contained: lookup.contained ? [...lookup.contained] : null,
    maxVanishingShare: portalOptions(payload).maxVanishingShare,
    mayBeOlder: false,
    mode: 'rows',
    cursor: null,
  })
  if (counts.rejected > 0 || (await countNewer(client)) > 0) return false
  await client.query(REMEMBER, [linked.ids, source])
  return true
}

/**
 * Brings a read of single invoices into the mirror as a sync does, in a transaction of its own. Answers
 * false when one of them stays as it was: something else was merged into it since the read began, or its row is bad. Throws SyncStopped, and `55P03` when
 * a lock is not to be had at once.
 */
export async function mergeFresh(args: Args): Promise<boolean> {
  const client = await poolOf(args.payload).connect()
  let isUsable = false
  try {
    const counts = await stageRows({ client, snapshot: snapshotOf(args) })
    await client.query('begin')
    try {
      await client.query(LOCK_TIMEOUT)
      const isMerged = await mergeLocked(client, args, counts)
      const end = await client.query('commit')
      if (end.command !== 'COMMIT') throw new Error('The merge was rolled back.')
      return isMerged
    } catch (error) {
      await client.query('rollback')
      throw error
    } finally {
      await client.query(DROP_STAGING)
      isUsable = true
    }
  } finally {
    // A connection that is let go takes its staging table with it.
    client.release(!isUsable)
  }
}

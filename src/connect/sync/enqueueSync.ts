import type { Queryable } from '../../base/database.ts'
import { enqueueJob } from '../../jobs/enqueueJob.ts'
import type { SyncCause } from './syncRuns.ts'

type Args = {
  source: string
  cause: SyncCause
  /** Only these invoices. */
  ids?: string[]
  /** Every invoice, also where the source tells what changed. */
  whole?: boolean
  /** The same, and a read from which many are missing is right. */
  full?: boolean
}

/** Jobs of one source run one after the other. */
export const syncQueue = (source: string): string => `sync:${source}`

/**
 * Has the worker sync a source, in the caller's transaction. What waits for the same reason is folded into one job, the ids of
 * several calls together.
 */
export async function enqueueSync(tx: Queryable, { source, cause, ids, whole, full }: Args): Promise<void> {
  const common = { queue: syncQueue(source), maxAttempts: 6 }
  if (ids) {
    const payload = [{ source, cause, ids }]
    await enqueueJob(tx, { task: 'syncRows', payload, jobKey: `sync:${source}:rows:${cause}`, ...common })
    return
  }
  const kind = full ? 'full' : whole ? 'whole' : 'changes'
  const payload = { source, cause, ...(whole ? { whole } : {}), ...(full ? { full } : {}) }
  await enqueueJob(tx, { task: 'syncSource', payload, jobKey: `sync:${source}:${kind}:${cause}`, ...common })
}

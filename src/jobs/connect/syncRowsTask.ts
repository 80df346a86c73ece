import { followAttention } from '../../attention/followAttention.ts'
import type { SyncCause } from '../../connect/sync/syncRuns.ts'
import { syncSource } from '../../connect/sync/syncSource.ts'
import type { Task } from '../task.ts'

type Item = { source: string; cause: SyncCause; ids: string[] }

/** More than this is no longer a few: then the source is read as it always is. */
const MOST = 1000

/** `[{ source, cause, ids }]`, all of one source. While another sync runs it is tried again later. */
export const syncRowsTask: Task = async (input, { payload, signal }) => {
  const [first, ...others] = (Array.isArray(input) ? input : [input]) as unknown as [Item, ...Item[]]
  const ids = [...new Set([first, ...others].flatMap((item) => item.ids))]
  const { source, cause } = first
  const stop = signal ? { signal } : {}
  await syncSource({ payload, source, cause, ...(ids.length > MOST ? {} : { ids }), ...stop })
  await followAttention(payload, ['rows_parked', 'posting', 'overpaid'])
}

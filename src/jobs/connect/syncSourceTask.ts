import { PortalError } from '../../base/errors.ts'
import { syncSource } from '../../connect/sync/syncSource.ts'
import type { Task } from '../task.ts'

/** `{ source, full? }`. A sync that is running already does the work. */
export const syncSourceTask: Task = async (input, { payload, signal }) => {
  try {
    await syncSource({
      payload,
      source: String(input.source),
      full: input.full === true,
      ...(signal ? { signal } : {}),
    })
  } catch (error) {
    if (error instanceof PortalError && error.code === 'sync_running') return
    throw error
  }
}

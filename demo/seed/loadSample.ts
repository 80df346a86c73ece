import type { Payload } from 'payload'
import { syncSource } from '../../src/connect/sync/syncSource.ts'

/**
 * Brings the firm's bills into the portal by Connect's own sync, so that the first page shows
 * something. Throws an Error when the sync fails. Answers how many bills it read.
 */
export async function loadSample(payload: Payload): Promise<number> {
  const run = await syncSource({ payload, source: 'firm' })
  if (run.status !== 'succeeded')
    throw new Error(`The sync with the firm's billing database ${run.status}: ${run.error ?? 'see the log'}`)
  return run.counts.read ?? 0
}

import type { CronItem } from 'graphile-worker'
import { syncQueue } from '../connect/sync/enqueueSync.ts'
import type { PortalOptions } from '../options/types.ts'
import { tasks } from './tasks.ts'

type Options = Pick<PortalOptions, 'sources' | 'syncSchedule'>

const MINUTE = '* * * * *'
const NIGHTLY = '17 3 * * *'

/** What runs by the clock: each source's sync, the look for payments that nobody works on any more, what needs attention, and clearing up behind logins. */
export function portalCrontab({ sources, syncSchedule }: Options): CronItem[] {
  const syncs = sources.map(({ key }) => ({
    task: 'payerPortal.syncSource',
    match: syncSchedule,
    identifier: `sync-${key}`,
    payload: { source: key },
    options: { jobKey: `sync-${key}`, queueName: syncQueue(key), maxAttempts: 1 },
  }))
  const sweep = {
    task: 'payerPortal.sweepPayments',
    match: MINUTE,
    identifier: 'sweep-payments',
    options: { jobKey: 'sweep-payments', maxAttempts: 1 },
  }
  const attention = {
    task: 'payerPortal.followAttention',
    match: MINUTE,
    identifier: 'follow-attention',
    options: { jobKey: 'follow-attention', maxAttempts: 1 },
  }
  const logins = {
    task: 'payerPortal.sweepLogins',
    match: NIGHTLY,
    identifier: 'sweep-logins',
    options: { jobKey: 'sweep-logins', maxAttempts: 3 },
  }
  return [...syncs, sweep, attention, logins].filter(({ task }) =>
    Object.hasOwn(tasks, task.slice('payerPortal.'.length)),
  )
}

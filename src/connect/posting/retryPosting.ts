import type { Payload } from 'payload'
import { type AuditBy, recordAudit } from '../../audit/recordAudit.ts'
import { poolOf, type Queryable, withTransaction } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { enqueueJob } from '../../jobs/enqueueJob.ts'
import { portalOptions } from '../../options/portalOptions.ts'
import type { PostingSettings } from '../../options/postingSettings.ts'
import { noteMove } from './noteMove.ts'
import { payerOfPosting } from './payerOfPosting.ts'
import { postingJob } from './postingJob.ts'
import { postingStatesBefore } from './postingStatuses.ts'
import { readPosting } from './readPosting.ts'

type Retry = {
  posting: number
  /** Staff choose for this one what happens when its day is in a closed period. @default the account's setting */
  whenClosed?: PostingSettings['whenClosed'] | undefined
}

/** Has the worker try a posting now: post it, or try it again. Throws `posting_not_found`, `posting_state`. */
export async function retryPosting(payload: Payload, { posting, whenClosed }: Retry, by: AuditBy = {}): Promise<void> {
  const row = await readPosting(poolOf(payload) as Queryable, posting)
  if (!row) throw new PortalError('posting_not_found')
  if (!postingStatesBefore('queued').includes(row.status)) throw new PortalError('posting_state')
  const source = portalOptions(payload).sources.find(({ key }) => key === row.source)
  // Where a repeat would be entered twice, only staff repeat: and the second of two clicks finds the first one done.
  const isOnce = source?.posting === 'at-least-once'
  await withTransaction(payload, async (tx) => {
    const payer = await payerOfPosting(tx, posting)
    const chosen = whenClosed ? { whenClosed } : {}
    await recordAudit(tx, { ...by, action: 'posting_retried', payer, data: { posting, ...chosen } })
    await noteMove(tx, { posting, status: 'retried', message: whenClosed ? 'On the first open day.' : null, by })
    await enqueueJob(tx, {
      ...postingJob(posting, { byHand: true, ...chosen }),
      ...(isOnce ? { queue: `posting:${row.source}`, maxAttempts: 1 } : {}),
    })
  })
}

import type { Job } from '../../jobs/enqueueJob.ts'
import type { PostingSettings } from '../../options/postingSettings.ts'

/** Two jobs of one posting share a queue, so that they never run at the same time; and a few others with them. */
const QUEUES = 16

type Wish = { byHand?: boolean; whenClosed?: NonNullable<PostingSettings['whenClosed']> }

/** The job that writes this posting. */
export const postingJob = (posting: number, wish: Wish = {}): Job => ({
  task: 'postTransaction',
  payload: { posting, ...wish },
  jobKey: `posting:${posting}`,
  queue: `postings-${posting % QUEUES}`,
})

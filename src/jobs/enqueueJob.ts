import type { Queryable } from '../base/database.ts'

export type Job = {
  task: string
  /** Lists of jobs that are folded into one are joined. */
  payload: Record<string, unknown> | Record<string, unknown>[]
  /** Jobs with one key fold into one while it waits. */
  jobKey?: string
  runAt?: Date
  /** Jobs of one queue run one after the other. */
  queue?: string
  /** Tries before it is given up; the waits grow. @default 25, which is about three days */
  maxAttempts?: number
}

/** Adds a job in the caller's transaction: it exists if and only if the change commits. */
export async function enqueueJob(tx: Queryable, job: Job): Promise<void> {
  await tx.query({
    name: 'portal-add-job',
    text: `select 1 from graphile_worker.add_job($1::text, payload := $2::json, queue_name := $3::text, run_at := coalesce($4::timestamptz, now()), max_attempts := $5::int, job_key := $6::text)`,
    values: [
      `payerPortal.${job.task}`,
      JSON.stringify(job.payload),
      job.queue ?? null,
      job.runAt ?? null,
      job.maxAttempts ?? 25,
      job.jobKey ?? null,
    ],
  })
}

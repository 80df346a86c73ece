import type { Queryable } from '../base/database.ts'

const HOLD = `select pg_try_advisory_lock(hashtext('payer-portal-worker'), hashtext($1)) as held`

// A worker holds a lock for as long as it lives: whoever can take that lock knows that it died.
const DEAD = `with holders as (
    select locked_by from graphile_worker.jobs where locked_by is not null and locked_at < now() - interval '5 seconds' group by locked_by
  )
  select locked_by as id from holders where pg_try_advisory_xact_lock(hashtext('payer-portal-worker'), hashtext(locked_by))`

const RELEASE = 'select graphile_worker.force_unlock_workers($1::text[])'

/**
 * Tells the other workers, for as long as this connection lives, that the worker `id` does. False while a connection
 * before it still tells them.
 */
export async function holdWorker(connection: Queryable, id: string): Promise<boolean> {
  const { rows } = await connection.query<{ held: boolean }>({ text: HOLD, values: [id] })
  return rows[0]?.held ?? false
}

/** Gives the jobs of workers that died to those that live. Answers how many workers had died. */
export async function releaseDeadWorkers(tx: Queryable): Promise<number> {
  const { rows } = await tx.query<{ id: string }>({ text: DEAD })
  if (rows.length > 0) await tx.query({ text: RELEASE, values: [rows.map(({ id }) => id)] })
  return rows.length
}

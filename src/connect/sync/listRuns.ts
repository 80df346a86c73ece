import type { Payload } from 'payload'
import { poolOf } from '../../base/database.ts'

const LIST = {
  name: 'connect-list-runs',
  text: `select r.id, r.source, r.status, r.mode, r.cause, r.accepts_vanishing as "acceptsVanishing", r.phase, r.progress_at as "progressAt",
      r.started_at as "startedAt", r.finished_at as "finishedAt", r.as_of as "asOf", r.counts, r.error,
      (select coalesce(json_agg(json_build_object('externalId', x.external_id, 'reason', x.reason) order by x.id), '[]')
        from (select id, external_id, reason from payer_portal_parked_rows where run_id = r.id order by id limit 20) x) as rejected
    from payer_portal_sync_runs r where $3::int is null or r.id = $3 order by r.id desc limit $1 offset $2`,
}

type Args = { payload: Payload; run: number | null; limit: number; page: number }

/** How the syncs went, the newest first, or the one run, each with the first rows that it was the last to set aside. */
export async function listRuns({ payload, run, limit, page }: Args) {
  const { rows } = await poolOf(payload).query({ ...LIST, values: [limit + 1, (page - 1) * limit, run] })
  return { docs: rows.slice(0, limit), hasNextPage: rows.length > limit, page }
}

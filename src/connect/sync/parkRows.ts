import type { PoolClient } from 'pg'

/** So many of one run are recorded; staff who have more have one fault, and see it. */
const MOST = 1000

const KEY = `coalesce('id ' || nullif(s.external_id, ''), 'at ' || nullif(s.raw ->> 'place', ''), 'row ' || md5(coalesce(s.raw::text, '')))`

const PARK = `
insert into payer_portal_parked_rows as p (source, key, external_id, place, reason, row, run_id)
select distinct on (1, 2) $1::text, ${KEY}, s.external_id, s.raw ->> 'place', s.rejected,
  coalesce(s.raw, jsonb_build_object('number', s.number, 'clientNumber', s.client_number, 'currency', s.currency)) - 'place', $2::int
from payer_portal_staging s where s.rejected is not null limit ${MOST}
on conflict (source, key) do update set external_id = excluded.external_id, place = excluded.place, reason = excluded.reason, row = excluded.row,
  run_id = excluded.run_id, state = 'parked', last_seen_at = now(), resolved_at = null,
  first_seen_at = case when p.resolved_at is null then p.first_seen_at else now() end`

/** A row that this read set aside is not resolved, also where it was one too many to be recorded. */
const RESOLVE = `
update payer_portal_parked_rows p set state = 'resolved', resolved_at = now()
where p.source = $1 and p.resolved_at is null
  and not exists (select from payer_portal_staging s where s.rejected is not null and s.external_id = p.external_id)
  and (case when $3::boolean then p.run_id is distinct from $2::int and (p.external_id is not null or $4::int <= ${MOST})
    else exists (select from payer_portal_staging s where s.external_id = p.external_id)
      or exists (select from payer_portal_gone g where g.external_id = p.external_id) end)`

/** Records the rows of the staged read that were set aside, with their reasons, for staff. */
export async function parkRows(client: PoolClient, { source, run }: { source: string; run: number }): Promise<void> {
  await client.query(PARK, [source, run])
}

type Resolve = { source: string; run: number; isWhole: boolean; rejected: number }

/** In the transaction of the merge: what was set aside before and is good now, or gone, needs nobody any more. */
export async function resolveParked(client: PoolClient, { source, run, isWhole, rejected }: Resolve): Promise<void> {
  await client.query(RESOLVE, [source, run, isWhole, rejected])
}

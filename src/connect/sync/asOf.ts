import type { Payload } from 'payload'
import { poolOf } from '../../base/database.ts'
import { portalOptions } from '../../options/portalOptions.ts'

const LAST_READS = {
  name: 'connect-as-of',
  text: `select to_char(r.as_of at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as as_of
    from unnest($1::text[]) as s(source) left join lateral (
      select as_of from payer_portal_sync_runs r where r.source = s.source and r.status = 'succeeded' and r.mode <> 'rows' order by r.started_at desc limit 1
    ) r on true`,
}

/**
 * How old the mirror is: start of the last complete read of the oldest of these sources (default:
 * all), as an ISO instant. Null when there is no source, or one was never read.
 */
export async function asOf(payload: Payload, sources?: readonly string[]): Promise<string | null> {
  const keys = sources ?? portalOptions(payload).sources.map((source) => source.key)
  const { rows } = await poolOf(payload).query<{ as_of: string | null }>({ ...LAST_READS, values: [keys] })
  const reads = rows.map((row) => row.as_of)
  if (reads.length === 0 || reads.includes(null)) return null
  return reads.toSorted()[0] ?? null
}

import type { Payload } from 'payload'
import { poolOf } from '../../base/database.ts'
import { portalOptions } from '../../options/portalOptions.ts'
import type { SyncCounts, SyncStatus } from './syncRuns.ts'

type Ended = {
  id: number
  status: Exclude<SyncStatus, 'running'>
  startedAt: string
  finishedAt: string
  error: string | null
}

export type SourceState = {
  key: string
  label: string
  posting: 'exactly-once' | 'at-least-once' | 'none'
  /** Start of the last read that was merged; null: never read. */
  asOf: string | null
  /** The last run that ended, of those that read more than single invoices. */
  last: Ended | null
  /** The run under way: in which phase, how many rows it has read, and how many the last whole one had. */
  running: { id: number; startedAt: string; phase: string | null; read: number; expected: number | null } | null
  /** How many rows are set aside. */
  parked: number
}

const RUN = `json_build_object('id', r.id, 'status', r.status, 'startedAt', r.started_at, 'finishedAt', r.finished_at, 'error', r.error)`
const of = (what: string, condition: string) =>
  `(select ${what} from payer_portal_sync_runs r where r.source = s.key and ${condition} order by r.started_at desc limit 1)`

const LIST = {
  name: 'connect-list-sources',
  text: `select s.key,
    ${of('r.as_of', `r.status = 'succeeded' and r.mode <> 'rows'`)} as "asOf",
    ${of(RUN, `r.status <> 'running' and r.mode <> 'rows'`)} as last,
    ${of(`json_build_object('id', r.id, 'startedAt', r.started_at, 'phase', r.phase, 'counts', r.counts)`, `r.status = 'running'`)} as running,
    ${of(`(r.counts->>'read')::int`, `r.status = 'succeeded' and r.mode = 'full'`)} as expected,
    (select count(*)::int from payer_portal_parked_rows p where p.source = s.key and p.resolved_at is null) as parked
  from unnest($1::text[]) with ordinality as s(key, at) order by s.at`,
}

type Row = Pick<SourceState, 'key' | 'asOf' | 'last' | 'parked'> & {
  running: { id: number; startedAt: string; phase: string | null; counts: Partial<SyncCounts> } | null
  expected: number | null
}

/** How each billing source stands, for staff: how fresh it is, what runs, how the last run ended, what is set aside. One statement. */
export async function listSources(payload: Payload): Promise<SourceState[]> {
  const { sources } = portalOptions(payload)
  const { rows } = await poolOf(payload).query<Row>({ ...LIST, values: [sources.map(({ key }) => key)] })
  return sources.map(({ key, label, posting }) => {
    const row = rows.find((one) => one.key === key)
    const { running = null, expected = null } = row ?? {}
    return {
      key,
      label,
      posting,
      asOf: row?.asOf ?? null,
      last: row?.last ?? null,
      parked: row?.parked ?? 0,
      running: running && {
        id: running.id,
        startedAt: running.startedAt,
        phase: running.phase,
        read: running.counts.read ?? 0,
        expected,
      },
    }
  })
}

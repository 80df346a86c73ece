import { counted } from '../../base/counted.ts'
import { poolOf } from '../../base/database.ts'
import { oneLine } from '../../base/text.ts'
import { portalOptions } from '../../options/portalOptions.ts'
import type { ConnectCommand, ExitCode } from './connectCommand.ts'

const STATUS = `
select s.source, to_char(c.read_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as read_at, r.status, r.phase, r.counts ->> 'read' as read, r.error,
  to_char(r.started_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as started_at,
  (select count(*)::int from invoices i where i.source = s.source and i.removed_at is null) as invoices,
  (select count(*)::int from payer_portal_parked_rows p where p.source = s.source and p.resolved_at is null) as parked
from unnest($1::text[]) as s(source)
left join payer_portal_sync_cursors c on c.source = s.source
left join lateral (select * from payer_portal_sync_runs r where r.source = s.source order by r.id desc limit 1) r on true`

const STRANGE_ACCOUNTS = `
select source, string_agg(coalesce(account, 'none'), ', ' order by account) as accounts, sum(count)::int as invoices from (
  select source, account, count(*) from invoices where source = any($1) and status = 'open' and (account is null or account <> all($2::text[]))
  group by source, account) a group by source`

type Strange = { source: string; accounts: string; invoices: number }

type Row = {
  source: string
  read_at: string | null
  status: string | null
  phase: string | null
  read: string | null
  error: string | null
  started_at: string | null
  invoices: number
  parked: number
}

function told(row: Row): string {
  const age = row.read_at ? `as of ${row.read_at} UTC` : 'never read'
  const going = row.phase ? ` (${row.phase}, ${counted(Number(row.read ?? 0), 'row')} read)` : ''
  const run = row.status
    ? `last run ${row.started_at} UTC: ${row.status}${going}${row.error ? `. ${row.error}` : ''}`
    : 'no run'
  return `${row.source}: ${counted(row.invoices, 'invoice')}, ${age}; ${counted(row.parked, 'row')} set aside; ${run}`
}

/** `status`: one line per source. */
export async function statusCommand({ payload, sources, say }: ConnectCommand): Promise<ExitCode> {
  const { rows } = await poolOf(payload).query<Row>(STATUS, [sources])
  for (const row of rows) say(told(row))
  // Seen and not payable: for whoever maps a new system a key that is spelt otherwise looks like a fault of the portal.
  const accounts = Object.keys(portalOptions(payload).accounts)
  const strange = await poolOf(payload).query<Strange>(STRANGE_ACCOUNTS, [sources, accounts])
  for (const row of strange.rows)
    say(
      `${row.source}: ${counted(row.invoices, 'open invoice')} cannot be paid, the account is not among yours (${accounts.join(', ')}): ${oneLine(row.accounts).slice(0, 200)}`,
    )
  return 0
}

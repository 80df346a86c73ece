import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { SourceSnapshot } from '../BillingSource.ts'
import { rowToInvoice } from '../rowToInvoice.ts'
import { encodeStagingRow, OWNED_COLUMNS, STAGING_COLUMNS } from './encodeStagingRow.ts'

const CREATE = `
drop table if exists pg_temp.payer_portal_staging;
create temp table payer_portal_staging as select external_id, ${OWNED_COLUMNS.join(', ')} from invoices with no data;
alter table payer_portal_staging add matters jsonb not null default '[]', add rejected text, add raw jsonb`

/** Which of the rows with one identity is right nobody can say, so none is taken. */
const REJECT_REPEATED = `
update payer_portal_staging s set rejected = coalesce(s.rejected, 'externalId occurs ' || d.times || ' times')
from (select external_id, count(*) as times from payer_portal_staging where external_id is not null group by external_id having count(*) > 1) d
where s.external_id = d.external_id`

const COUNT = `select count(*)::int as read, count(*) filter (where rejected is not null)::int as rejected from payer_portal_staging`

const KEEP_REJECTED = `
insert into payer_portal_rejected_rows (source, external_id, reason, row, run_id)
select $1, s.external_id, s.rejected, coalesce(s.raw, to_jsonb(s) - 'raw' - 'rejected'), $2
from payer_portal_staging s where s.rejected is not null limit 1000`

const FORGET_OLD_REJECTED = `
delete from payer_portal_rejected_rows where source = $1
  and run_id < (select min(id) from (select id from payer_portal_sync_runs where source = $1 order by id desc limit 20) recent)`

async function* encoded(snapshot: SourceSnapshot, signal?: AbortSignal): AsyncGenerator<string> {
  for await (const rows of snapshot.invoices) {
    signal?.throwIfAborted()
    yield rows.map((row) => encodeStagingRow(row, rowToInvoice(row))).join('')
  }
}

type Args = { client: PoolClient; snapshot: SourceSnapshot; source: string; run: number; signal?: AbortSignal }

/**
 * Streams the whole snapshot into a staging table that only this connection sees; memory is one
 * batch. Bad rows are set aside with their reasons, at most 1,000 of them recorded. Rejects when the
 * source breaks off, so that a half read is never taken for a whole one.
 */
export async function stageRows(args: Args): Promise<{ read: number; rejected: number }> {
  const { client, snapshot, source, run, signal } = args
  await client.query(CREATE)
  const copy = client.query(copyFrom(`copy payer_portal_staging (${STAGING_COLUMNS.join(', ')}) from stdin`))
  await pipeline(Readable.from(encoded(snapshot, signal)), copy)
  await client.query(REJECT_REPEATED)
  await client.query('analyze payer_portal_staging')
  const { rows } = await client.query<{ read: number; rejected: number }>(COUNT)
  const counts = rows[0] ?? { read: 0, rejected: 0 }
  if (counts.rejected > 0) await client.query(KEEP_REJECTED, [source, run])
  await client.query(FORGET_OLD_REJECTED, [source])
  return counts
}

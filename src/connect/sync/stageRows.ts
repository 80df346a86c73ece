import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { SourceSnapshot } from '../BillingSource.ts'
import { rowToInvoice } from '../rowToInvoice.ts'
import { encodeStagingRow, OWNED_COLUMNS, STAGING_COLUMNS } from './encodeStagingRow.ts'

/** Both sides of the comparison are kept in memory as far as this goes, then on disk. */
const CREATE = `
set work_mem = '64MB';
drop table if exists pg_temp.payer_portal_staging, pg_temp.payer_portal_gone;
create temp table payer_portal_staging as select external_id, ${OWNED_COLUMNS.join(', ')} from invoices with no data;
alter table payer_portal_staging add matters jsonb not null default '[]', add rejected text, add raw jsonb;
create temp table payer_portal_gone (external_id text)`

/** Which of the rows with one identity is right nobody can say, so none is taken. */
const REJECT_REPEATED = `
update payer_portal_staging s set rejected = coalesce(s.rejected, 'externalId occurs ' || d.times || ' times')
from (select external_id, count(*) as times from payer_portal_staging where external_id is not null group by external_id having count(*) > 1) d
where s.external_id = d.external_id`

/** In one pass; every identity once is by far the usual case, and cheaper to see than to put right. */
const COUNT = `
select count(*)::int as read, (count(*) filter (where rejected is not null))::int as rejected,
  count(external_id) > count(distinct external_id collate "C") as has_repeated from payer_portal_staging`

type Counts = { read: number; rejected: number; has_repeated: boolean }

type Args = {
  client: PoolClient
  snapshot: SourceSnapshot
  /** Called after each batch with how many rows have come. */
  onRead?: (rows: number) => void
  signal?: AbortSignal
}

/** The next batch is on its way while this one is worked on. */
async function* ahead<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item> {
  const iterator = items[Symbol.asyncIterator]()
  const ask = () => {
    const asked = iterator.next()
    // Heard below, unless nobody goes on.
    asked.catch(() => undefined)
    return asked
  }
  try {
    for (let next = ask(); ; ) {
      const { value, done } = await next
      if (done) return
      next = ask()
      yield value
    }
  } finally {
    // Not waited for: what was asked may never come.
    void iterator.return?.().catch(() => undefined)
  }
}

async function* encoded({ snapshot, onRead, signal }: Args): AsyncGenerator<string> {
  let read = 0
  for await (const rows of ahead(snapshot.invoices)) {
    signal?.throwIfAborted()
    yield rows.map((row) => encodeStagingRow(row, rowToInvoice(row))).join('')
    read += rows.length
    onRead?.(read)
  }
}

async function count(client: PoolClient): Promise<Counts> {
  const { rows } = await client.query<Counts>(COUNT)
  return rows[0] ?? { read: 0, rejected: 0, has_repeated: false }
}

/**
 * Streams the whole snapshot into a staging table that only this connection sees; memory is one
 * batch. Bad rows stand there with their reasons. Rejects when the source breaks off, so that a half
 * read is never taken for a whole one.
 */
export async function stageRows(args: Args): Promise<{ read: number; rejected: number }> {
  const { client, snapshot } = args
  await client.query(CREATE)
  const copy = client.query(copyFrom(`copy payer_portal_staging (${STAGING_COLUMNS.join(', ')}) from stdin`))
  await pipeline(Readable.from(encoded(args)), copy)
  const deleted = snapshot.isPartial ? ((await snapshot.deleted?.()) ?? []) : []
  if (deleted.length > 0) await client.query('insert into payer_portal_gone select unnest($1::text[])', [deleted])
  const { has_repeated: hasRepeated, ...counts } = await count(client)
  if (hasRepeated) await client.query(REJECT_REPEATED)
  await client.query('analyze payer_portal_staging')
  return hasRepeated ? { ...counts, rejected: (await count(client)).rejected } : counts
}

/** Forgets what was staged. */
export const DROP_STAGING =
  'reset work_mem; drop table if exists pg_temp.payer_portal_staging, pg_temp.payer_portal_gone'

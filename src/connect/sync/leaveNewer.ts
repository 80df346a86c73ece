import type { PoolClient } from 'pg'

/**
 * What something else was merged into since this read began, so that it may be the newer state: an invoice that was read by
 * itself before it was paid, or, for such a read, everything, when a sync has come in between.
 */
const FIND = `
create temp table payer_portal_newer on commit drop as
select i.id, i.external_id from payer_portal_fresh_reads f join invoices i on i.id = f.invoice_id
where f.source = $1 and f.merged_at >= $2::timestamptz
union
select i.id, i.external_id from invoices i
where i.source = $1 and (select exists (select from payer_portal_sync_runs where source = $1 and status = 'succeeded' and finished_at >= $2::timestamptz))
  and i.external_id in (select external_id from payer_portal_staging union all select external_id from payer_portal_gone)`

/** As if they were set aside: their balances are not merged, and so no posting on them is read back. */
const SET_ASIDE = `
update payer_portal_staging s set rejected = 'read again since' from payer_portal_newer n
where n.external_id = s.external_id and s.rejected is null`
const ADD = `
insert into payer_portal_staging (external_id, rejected) select n.external_id, 'read again since' from payer_portal_newer n
where not exists (select from payer_portal_staging s where s.external_id = n.external_id)`
const KEEP = 'delete from payer_portal_changes c using payer_portal_newer n where n.id = c.id'

const FORGET = 'delete from payer_portal_fresh_reads where source = $1 and merged_at < $2::timestamptz'

type Args = { client: PoolClient; source: string; began: Date }

/**
 * A read is merged into an invoice only when nothing else was since it began: leaves out the others, whose rows are locked, so
 * that no older balance comes back and nothing that was paid is due again. The next sync reads them all.
 */
export async function leaveNewer({ client, source, began }: Args): Promise<void> {
  const { rowCount } = await client.query(FIND, [source, began.toISOString()])
  if (!rowCount) return
  await client.query(SET_ASIDE)
  await client.query(ADD)
  await client.query(KEEP)
}

/** How many invoices `leaveNewer` left out, in the same transaction. */
export async function countNewer(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ count: number }>('select count(*)::int as count from payer_portal_newer')
  return rows[0]?.count ?? 0
}

/** A sync that began after a single read has all that it had. */
export async function forgetFreshReads({ client, source, began }: Args): Promise<void> {
  await client.query(FORGET, [source, began.toISOString()])
}

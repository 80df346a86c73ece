import type { MergeArgs } from './mergeStaging.ts'

/**
 * Which postings the merged balances contain: those whose reference was in the same read; where a
 * source cannot tell, those posted before the read began; and those that staff took out because
 * they had entered them by hand, if they did so before the read began. Not one whose invoice was set
 * aside, or is not in a read of only some invoices: its balance was not merged.
 */
const FIND = `
create temp table payer_portal_read_back on commit drop as
select p.id, p.transaction_id from payer_portal_postings p
where p.source = $1 and p.read_back_at is null
  and ((p.status <> 'removed' and p.reference = any($2::text[]))
    or ($3::boolean and p.status = 'posted' and p.posted_at < $4::timestamptz)
    or (p.status = 'removed' and p.removed_reason like 'already\\_entered:%' and p.updated_at < $4::timestamptz))
  and not exists (
    select from transactions_allocations a
    join invoices i on i.id = a.invoice_id and i.source = p.source
    left join payer_portal_staging s on s.external_id = i.external_id
    where a._parent_id = p.transaction_id and (s.rejected is not null or ($5::boolean and s.external_id is null)))`

/** One statement moves what an allocation holds and its invoice's sum, so that they cannot part. */
const RELEASE = `
with held as (
  select a.id, a.invoice_id, a.pending from transactions_allocations a join payer_portal_read_back r on r.transaction_id = a._parent_id
  where coalesce(a.pending, 0) <> 0
), released as (
  update transactions_allocations a set pending = 0 from held where a.id = held.id
), sums as (
  select invoice_id, sum(pending) as amount from held group by invoice_id
)
update invoices i set pending = coalesce(i.pending, 0) - sums.amount from sums where i.id = sums.invoice_id`

/**
 * A reversal of which nobody can tell whether the balance contains it: that is not counted as due again a second time. Where it
 * is not in the balance yet, the invoice is due for less until the next read.
 */
const DOUBT = `
with held as (
  select a.id, a.invoice_id, a.pending from transactions_allocations a join payer_portal_postings p on p.transaction_id = a._parent_id
  where p.source = $1 and p.read_back_at is null and a.pending < 0
    and (p.status = 'queued' or p.in_doubt or (p.status = 'posted' and p.posted_at >= $2::timestamptz))
    and (not $3::boolean or exists (
      select from invoices i join payer_portal_staging s on s.external_id = i.external_id where i.id = a.invoice_id and s.rejected is null))
), released as (
  update transactions_allocations a set pending = 0 from held where a.id = held.id
), sums as (
  select invoice_id, sum(pending) as amount from held group by invoice_id
)
update invoices i set pending = coalesce(i.pending, 0) - sums.amount from sums where i.id = sums.invoice_id`

/** Before the postings, in the order in which everybody takes these locks. */
const LOCK_TRANSACTIONS = `
select count(*) from (
  select t.id from transactions t where t.id in (select transaction_id from payer_portal_read_back) order by t.id for update
) locked`

/** A reference that the source contains is posted there, also when its answer never reached us. */
const MARK = `
with marked as (
  update payer_portal_postings p set read_back_at = now(), updated_at = now(), error = null,
    status = case when p.status = 'removed' then p.status else 'posted' end, posted_at = coalesce(p.posted_at, now())
  from payer_portal_read_back r where p.id = r.id
  returning p.id, p.transaction_id, p.status
), noted as (
  insert into payer_portal_posting_moves (posting_id, status) select id, 'read_back' from marked
)
update transactions t set posting_status = 'posted' from marked
where t.id = marked.transaction_id and marked.status = 'posted' and t.posting_status is distinct from 'posted'`

/** Ends what the read-back postings held of their invoices, whose rows are locked. Returns how many postings that were. */
export async function readBackPostings({ client, source, contained, asOf, mode }: MergeArgs): Promise<number> {
  const isPartial = mode !== 'full'
  if (contained === null) await client.query(DOUBT, [source, asOf.toISOString(), isPartial])
  const found = await client.query(FIND, [source, contained ?? [], contained === null, asOf.toISOString(), isPartial])
  if (!found.rowCount) return 0
  await client.query(LOCK_TRANSACTIONS)
  await client.query(RELEASE)
  await client.query(MARK)
  return found.rowCount
}

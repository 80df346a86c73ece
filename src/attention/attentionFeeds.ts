import { MAIL_TRIES } from '../mail/enqueueMail.ts'
import type { AttentionKind } from './attentionKinds.ts'
import { raiseSql } from './raiseAttention.ts'
import { RESOLVED } from './resolveAttention.ts'

export type Given = {
  /** Keys of the billing sources that there are. */
  sources: readonly string[]
}

type Feed = {
  /** Selects what is the case now: kind, key, message, payer, transaction, invoice, posting, run, source, count. */
  causes: string
  values?: (given: Given) => unknown[]
}

// A write that may succeed by itself in a moment is left alone for three tries; one that nobody repeats is not.
const POSTING = `select 'posting', 'posting:' || p.id,
    case p.status when 'failed' then 'The billing system did not take ' else 'Something is missing to enter ' end
      || p.reference || ': ' || coalesce(p.error, 'no reason is known.'),
    t.payer_id, t.id, null::int, p.id, null::int, p.source, null::int
  from payer_portal_postings p join transactions t on t.id = p.transaction_id
  where p.status = 'incomplete' or (p.status = 'failed' and (p.attempts >= 3
    or not exists (select from graphile_worker.jobs j where j.key = 'posting:' || p.id and j.attempts < j.max_attempts)))`

// Only what is under way can be too much, and that is little of all there is.
const OVERPAID = `select 'overpaid', 'overpaid:' || i.id,
    'More money is under way for this invoice than it is open for. Refund it, or settle it in the billing system.',
    null::int, null::int, i.id, null::int, null::int, i.source, null::int
  from invoices i
  where i.id in (select invoice_id from transactions_allocations where pending <> 0)
    and coalesce(i.pending, 0) > greatest(0, i.balance)`

/** Sources whose last ended run ended so. */
const lastRun = (kind: AttentionKind, status: 'stopped' | 'failed'): string => `select '${kind}', '${kind}:' || s.key,
    coalesce(r.error, 'No reason is known.'), null::int, null::int, null::int, null::int, r.id, s.key, null::int
  from unnest($1::text[]) as s(key)
  cross join lateral (select id, status, error from payer_portal_sync_runs
    where source = s.key and status <> 'running' and mode <> 'rows' order by started_at desc, id desc limit 1) r
  where r.status = '${status}'`

// One for a source, not one for each row.
const PARKED = `select 'rows_parked', 'rows_parked:' || p.source,
    'Rows of this billing source cannot be right, and are shown to nobody. Connect says which, and why.',
    null::int, null::int, null::int, null::int, null::int, p.source, count(*)::int
  from payer_portal_parked_rows p
  where p.resolved_at is null and p.source = any($1::text[])
  group by p.source`

// One for a payer, not one for each mail; gone as soon as a later mail to the same address went out.
const MAIL = `select 'mail_failed', 'mail_failed:' || coalesce('payer-' || m.payer_id, 'mail-' || min(m.id)),
    'Mail did not arrive, and is not tried again. The panel Login on the payer''s page says why.',
    m.payer_id, null::int, null::int, null::int, null::int, null::text, count(*)::int
  from payer_portal_mails m
  where (m.status = 'bounced' or (m.status = 'failed' and m.attempts >= $1::int))
    and not exists (select from payer_portal_mails s where lower(s.recipient) = lower(m.recipient)
      and s.status = 'sent' and s.sent_at > greatest(m.created_at, m.sent_at))
  group by m.payer_id, case when m.payer_id is null then m.id end`

const ofSources = ({ sources }: Given): unknown[] => [sources]

/** What is looked for, by kind: it is raised where it is so, and settles itself where it no longer is. */
export const ATTENTION_FEEDS = {
  posting: { causes: POSTING },
  overpaid: { causes: OVERPAID },
  sync_stopped: { causes: lastRun('sync_stopped', 'stopped'), values: ofSources },
  sync_failing: { causes: lastRun('sync_failing', 'failed'), values: ofSources },
  rows_parked: { causes: PARKED, values: ofSources },
  mail_failed: { causes: MAIL, values: () => [MAIL_TRIES] },
} as const satisfies Partial<Record<AttentionKind, Feed>>

export type FeedKind = keyof typeof ATTENTION_FEEDS

/** The statement of a feed. In the order of the keys, so that two that raise never wait for each other in a ring. */
export const feedSql = (
  kind: FeedKind,
): string => `with cause (kind, key, message, payer, transaction, invoice, posting, run, source, count) as materialized (
    ${ATTENTION_FEEDS[kind].causes}
  ), raised as (
    ${raiseSql('select * from cause order by key', true)}
  )
  update payer_portal_alerts a set ${RESOLVED}
  where a.kind = '${kind}' and a.is_there and not exists (select from cause c where c.key = a.dedupe_key)`

/** What was raised where it happened, and whose cause is gone: held money that went back whole, an event that was handled. */
export const SETTLE_GONE = `update payer_portal_alerts a set ${RESOLVED}
  where a.is_there and (
    (a.kind in ('late_success', 'amount_mismatch', 'invoice_not_payable') and not exists (
      select from transactions t where t.id = a.transaction_id and t.held is not null and t.amount > (
        select coalesce(sum(u.amount), 0) from transactions u
        where u.original_id = t.id and u.kind in ('refund', 'return', 'dispute') and u.status = 'succeeded')))
    or (a.kind = 'event_failed' and not exists (
      select from payer_portal_gateway_events e where 'event_failed:' || e.id = a.dedupe_key and e.processed_at is null)))`

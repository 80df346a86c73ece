import type { PoolClient } from 'pg'
import { OWNED_COLUMNS } from './encodeStagingRow.ts'
import { forgetFreshReads, leaveNewer } from './leaveNewer.ts'
import { resolveParked } from './parkRows.ts'
import { readBackPostings } from './readBackPostings.ts'
import { recheckPayments } from './recheckPayments.ts'
import { SyncStopped } from './SyncStopped.ts'
import { KEEP_CURSOR } from './syncCursors.ts'
import type { SyncMode } from './syncRuns.ts'

export type MergeCounts = {
  inserted: number
  updated: number
  unchanged: number
  vanished: number
  readBack: number
}

export type MergeArgs = {
  client: PoolClient
  source: string
  run: number
  /** Whose state was read. */
  asOf: Date
  /** When the read began, by the portal's database. */
  began: Date
  /** Our references that the same read contains; null when the source cannot tell. */
  contained: string[] | null
  maxVanishingShare: number
  /** Staff say that a state older than the one that was read last is right. */
  mayBeOlder: boolean
  read: number
  rejected: number
  mode: SyncMode
  /** For the next read of changes. */
  cursor: string | null
}

const kindOf = (mode: SyncMode) => (mode === 'full' ? 'full' : 'partial')

const owned = (alias: string) => OWNED_COLUMNS.map((column) => `${alias}.${column}`).join(', ')

const DIFFERS = `((${owned('i')}) is distinct from (${owned('s')}) or i.removed_at is not null or s.matters is distinct from coalesce(m.list, '[]'))`

const CHANGE = `select i.id, s.external_id, case when i.id is null then 'insert' when s.external_id is null then 'vanish' else 'update' end as kind,
  coalesce(s.matters is distinct from coalesce(m.list, '[]'), false) as has_new_matters`

const MATTERS = `jsonb_agg(jsonb_build_object('matterNumber', m.matter_number, 'matterDescription', m.matter_description) order by m._order) as list`

/**
 * What will change, found without a lock: of syncs one runs at a time, and what a read of single invoices wrote meanwhile is
 * left out under the locks. Of a whole read in one pass over both sides, and what it does not have is gone; of a partial one
 * by the indexes, and it says itself what is gone.
 */
const FIND_CHANGES = {
  full: `create temp table payer_portal_changes on commit drop as
${CHANGE}
from (select * from invoices where source = $1) i
full join payer_portal_staging s on s.external_id = i.external_id
left join (select m._parent_id, ${MATTERS} from invoices_matters m group by m._parent_id) m on m._parent_id = i.id
where case when s.external_id is null then i.removed_at is null and i.id is not null else s.rejected is null and (i.id is null or ${DIFFERS}) end`,
  partial: `create temp table payer_portal_changes on commit drop as
${CHANGE}
from payer_portal_staging s
left join invoices i on i.source = $1 and i.external_id = s.external_id
left join lateral (select ${MATTERS} from invoices_matters m where m._parent_id = i.id) m on true
where s.rejected is null and (i.id is null or ${DIFFERS})
union all
select i.id, null, 'vanish', false from invoices i join payer_portal_gone g on g.external_id = i.external_id
where i.source = $1 and i.removed_at is null and not exists (select from payer_portal_staging s where s.external_id = i.external_id)`,
}

/**
 * What Postgres knows of the size of `invoices` may be far from true while very many are written: then no plan may go
 * through one table for each row of another.
 */
const MANY_CHANGES = 1000
const JOIN_AS_WHOLES = 'set local enable_nestloop = off'

const COUNT_VANISHING = `
select (select count(*)::int from payer_portal_changes c join invoices i on i.id = c.id where c.kind = 'vanish' and i.status = 'open') as vanishing`
const COUNT_OPEN = `select count(*)::int as open from invoices where source = $1 and status = 'open'`
const COUNT_MIRRORED = `select count(*)::int as mirrored from invoices where source = $1 and removed_at is null`

const UNREAD = `select a.invoice_id from transactions_allocations a join payer_portal_postings p on p.transaction_id = a._parent_id
    where p.source = $1 and p.read_back_at is null and (p.status <> 'removed' or p.removed_reason like 'already\\_entered:%')`
const STAGED = `select k.id from payer_portal_staging s join invoices k on k.source = $1 and k.external_id = s.external_id`

/** In id order, as payments do it: two that lock in one order never wait for each other in a circle. */
const lockSql = (kind: 'partial' | 'full') => `
select count(*) from (
  select i.id from invoices i
  where i.id in (select id from payer_portal_changes where id is not null union ${kind === 'full' ? UNREAD : STAGED})
  order by i.id for update
) locked`

const UPDATE = `
update invoices i set ${OWNED_COLUMNS.map((column) => `${column} = s.${column}`).join(', ')}, removed_at = null, updated_at = now()
from payer_portal_changes c join payer_portal_staging s on s.external_id = c.external_id
where c.kind = 'update' and i.id = c.id`

/** By client: whoever looks at a client's invoices later finds them side by side, and so do the indexes now. */
const INSERT = `
insert into invoices (source, external_id, pending, ${OWNED_COLUMNS.join(', ')})
select $1::text, s.external_id, 0, ${owned('s')} from payer_portal_changes c join payer_portal_staging s on s.external_id = c.external_id
where c.kind = 'insert'
order by s.client_number collate "C", s.due_on`

const DROP_MATTERS = `
delete from invoices_matters m using payer_portal_changes c where c.id = m._parent_id and c.has_new_matters`

const ADD_MATTERS = `
insert into invoices_matters (_order, _parent_id, id, matter_number, matter_description)
select e.at, i.id, replace(gen_random_uuid()::text, '-', ''), e.matter ->> 'matterNumber', e.matter ->> 'matterDescription'
from payer_portal_changes c
join payer_portal_staging s on s.external_id = c.external_id and s.matters <> '[]'
join invoices i on i.source = $1 and i.external_id = s.external_id
cross join lateral jsonb_array_elements(s.matters) with ordinality as e(matter, at)
where c.kind in ('insert', 'update') and c.has_new_matters`

const VANISH = `
update invoices i set status = 'void', removed_at = now(), updated_at = now()
from payer_portal_changes c where c.kind = 'vanish' and i.id = c.id`

const PERCENT = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 3 })

async function countOf(client: PoolClient, query: { text: string; values: unknown[] }): Promise<number> {
  const { rows } = await client.query<Record<string, number>>(query)
  return Object.values(rows[0] ?? {})[0] ?? 0
}

/** Two clocks that tell the state of one system may be so far apart. */
const CLOCKS = `interval '1 minute'`
const NEWER_READ = `
select to_char(read_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as last, to_char($2::timestamptz at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as now
from payer_portal_sync_cursors where source = $1 and read_at > $2::timestamptz + ${CLOCKS}`

/** What was paid since an older state, an export of yesterday perhaps, would be due again. */
async function refuseOlder({ client, source, asOf, mayBeOlder }: MergeArgs): Promise<void> {
  if (mayBeOlder) return
  const { rows } = await client.query<{ last: string; now: string }>(NEWER_READ, [source, asOf.toISOString()])
  const [newer] = rows
  if (newer)
    throw new SyncStopped(
      'older',
      `The source gave its state of ${newer.now} UTC, which is older than what was read last (${newer.last} UTC). Nothing was changed. If this is right, start a full sync.`,
    )
}

/** One invoice may always go: a share of few would be none. */
async function refuseMassVanishing(args: MergeArgs): Promise<void> {
  const { client, source, maxVanishingShare, read, rejected, mode } = args
  const ofSource = (text: string) => countOf(client, { text, values: [source] })
  if (mode === 'full' && read - rejected === 0) {
    const mirrored = await ofSource(COUNT_MIRRORED)
    if (mirrored > 0)
      throw new SyncStopped(
        'vanishing',
        `The source gave no usable invoice, and ${mirrored} ${mirrored === 1 ? 'is' : 'are'} known. Nothing was changed.`,
      )
  }
  const vanishing = await countOf(client, { text: COUNT_VANISHING, values: [] })
  if (vanishing <= 1) return
  const open = await ofSource(COUNT_OPEN)
  if (vanishing > Math.max(1, open * maxVanishingShare))
    throw new SyncStopped(
      'vanishing',
      `${vanishing} of ${open} open invoices are missing from the source, more than ${PERCENT.format(maxVanishingShare).replace('%', ' %')}. Nothing was changed. If this is right, start a full sync.`,
    )
}

/**
 * Finds what will change, in the caller's transaction, into the table `payer_portal_changes`, and answers how many rows that is.
 * Throws SyncStopped when too much would vanish, or the state is older than the mirror's.
 */
export async function findChanges(args: MergeArgs): Promise<number> {
  const { rowCount } = await args.client.query(FIND_CHANGES[kindOf(args.mode)], [args.source])
  await args.client.query('analyze payer_portal_changes')
  await refuseOlder(args)
  await refuseMassVanishing(args)
  return rowCount ?? 0
}

async function mergeInvoices({ client, source }: MergeArgs): Promise<Omit<MergeCounts, 'unchanged' | 'readBack'>> {
  const updated = await client.query(UPDATE)
  const inserted = await client.query(INSERT, [source])
  await client.query(DROP_MATTERS)
  await client.query(ADD_MATTERS, [source])
  const vanished = await client.query(VANISH)
  return { updated: updated.rowCount ?? 0, inserted: inserted.rowCount ?? 0, vanished: vanished.rowCount ?? 0 }
}

/**
 * Brings the mirror up to the staged read inside the caller's transaction: only rows that differ are
 * written, and of those only the columns that the source owns. Postings that the same read contains
 * stop being pending in the same transaction. Throws SyncStopped when too much would vanish.
 */
export async function mergeStaging(args: MergeArgs): Promise<MergeCounts> {
  const { client, source, run, mode, rejected } = args
  if ((await findChanges(args)) > MANY_CHANGES) await client.query(JOIN_AS_WHOLES)
  await client.query(lockSql(kindOf(mode)), [source])
  await leaveNewer(args)
  const merged = await mergeInvoices(args)
  const readBack = await readBackPostings(args)
  await recheckPayments(client)
  await resolveParked(client, { source, run, isWhole: mode === 'full', rejected })
  if (mode !== 'rows') await forgetFreshReads(args)
  if (mode !== 'rows') await client.query(KEEP_CURSOR, [source, args.cursor, args.asOf.toISOString(), mode === 'full'])
  return { ...merged, unchanged: args.read - args.rejected - merged.inserted - merged.updated, readBack }
}

import type { Payload } from 'payload'
import { poolOf } from '../../base/database.ts'
import { portalOptions } from '../../options/portalOptions.ts'
import type { BillingSource, SourceSnapshot } from '../BillingSource.ts'
import { SourceError } from '../SourceError.ts'
import { readCursor } from './syncCursors.ts'
import type { SyncMode } from './syncRuns.ts'

type Args = {
  payload: Payload
  source: BillingSource
  /** Only these invoices, where the source can be asked for them. */
  ids?: readonly string[]
  /** Every invoice, also where the source tells what changed. */
  whole: boolean
  signal?: AbortSignal
}

/**
 * What a read of changes must have beside them: an invoice whose posting may be in this snapshot, for its balance must be of the same
 * state; and what was set aside, for what made it bad may be mended elsewhere.
 */
const ALSO = `
select i.external_id as id from payer_portal_postings p
join transactions_allocations a on a._parent_id = p.transaction_id join invoices i on i.id = a.invoice_id and i.source = p.source
where p.source = $1 and p.read_back_at is null
union (select external_id from payer_portal_parked_rows where source = $1 and resolved_at is null and external_id is not null order by id desc limit 1000)`

const UNREAD = `
select distinct p.reference from payer_portal_postings p
where p.source = $1 and p.read_back_at is null and p.status <> 'removed'
  and ($2::text[] is null or exists (select from transactions_allocations a join invoices i on i.id = a.invoice_id and i.source = p.source
    where a._parent_id = p.transaction_id and i.external_id = any($2)))`

/** Our references that a read of this source may contain: all that were not read back, or those that pay these invoices. */
export async function unreadReferences(
  payload: Payload,
  { source, ids }: { source: string; ids?: readonly string[] },
): Promise<string[]> {
  const { rows } = await poolOf(payload).query<{ reference: string }>(UNREAD, [source, ids ?? null])
  return rows.map((row) => row.reference)
}

async function readRows({ payload, source, signal }: Args, ids: readonly string[]): Promise<SourceSnapshot | null> {
  if (!source.readInvoices) return null
  const references = await unreadReferences(payload, { source: source.key, ids })
  const { startedAt, rows, contained } = await source.readInvoices(ids, { references, ...(signal ? { signal } : {}) })
  const found = new Set(rows.map((row) => row.externalId))
  return {
    startedAt,
    isPartial: true,
    // biome-ignore lint/suspicious/useAwait: an async iterable is what a snapshot has.
    invoices: (async function* () {
      yield rows
    })(),
    deleted: () => Promise.resolve(ids.filter((id) => !found.has(id))),
    ...(contained ? { containedReferences: () => Promise.resolve(new Set(contained)) } : {}),
    close: () => Promise.resolve(),
  }
}

async function alsoWanted(payload: Payload, source: string): Promise<string[]> {
  const { rows } = await poolOf(payload).query<{ id: string }>(ALSO, [source])
  return rows.map((row) => row.id)
}

/**
 * Opens the smallest read that keeps the mirror right: single invoices when they are named, what changed since the last read when
 * the source tells it and was read as a whole lately, else every invoice. Rejects when the system cannot be reached.
 */
export async function openRead(args: Args): Promise<{ snapshot: SourceSnapshot; mode: SyncMode }> {
  const { payload, source, ids, whole, signal } = args
  const single = ids ? await readRows(args, ids) : null
  if (single) return { snapshot: single, mode: 'rows' }
  const { fullReadHours } = portalOptions(payload)
  const since = whole ? null : await readCursor(payload, { source: source.key, fullReadHours })
  const asked = since === null ? {} : { since, also: await alsoWanted(payload, source.key) }
  const snapshot = await source.read({ ...asked, ...(signal ? { signal } : {}) })
  if (snapshot.isPartial && since === null) {
    await snapshot.close()
    throw new SourceError('The source gave only changes although every invoice was asked for.', { temporary: false })
  }
  return { snapshot, mode: snapshot.isPartial ? 'changes' : 'full' }
}

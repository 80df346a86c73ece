import type { Payload } from 'payload'
import { poolOf } from '../../base/database.ts'

/** More than these are not read while a payer waits. */
const MOST_LINKED = 500

/**
 * A posting that is not read back yet is so for all of its invoices at once, and each of them may have others: only
 * when all are of one read can it be said which balances contain what.
 */
const LINKED = {
  name: 'fresh-linked',
  text: `with recursive linked as (
    select unnest($1::int[]) as id
    union
    select other.invoice_id from linked l
    join transactions_allocations a on a.invoice_id = l.id
    join payer_portal_postings p on p.transaction_id = a._parent_id and p.read_back_at is null
    join transactions_allocations other on other._parent_id = a._parent_id
  ), chosen as (select id from linked limit ${MOST_LINKED + 1})
  select i.id, i.external_id as "externalId", i.source,
    (select coalesce(json_agg(distinct p.reference), '[]') from transactions_allocations a
      join payer_portal_postings p on p.transaction_id = a._parent_id and p.read_back_at is null and p.status <> 'removed'
      where a.invoice_id = i.id) as references,
    (extract(epoch from clock_timestamp()) * 1000)::float8 as now
  from chosen join invoices i on i.id = chosen.id`,
}

export type Linked = {
  ids: number[]
  externalIds: string[]
  /** Our references that a read of them may contain. */
  references: string[]
  /** The database's clock, before anything was read. */
  startedAt: Date
}

type Row = { id: number; externalId: string; source: string; references: string[]; now: number }

/** These invoices, and those that have to be read along with them; null when they are of several sources, or too many. */
export async function findLinked(payload: Payload, invoices: readonly number[]): Promise<Linked | null> {
  const { rows } = await poolOf(payload).query<Row>({ ...LINKED, values: [invoices] })
  const [first] = rows
  if (!first || rows.length > MOST_LINKED || rows.some(({ source }) => source !== first.source)) return null
  return {
    ids: rows.map(({ id }) => id),
    externalIds: rows.map(({ externalId }) => externalId),
    references: [...new Set(rows.flatMap(({ references }) => references))],
    startedAt: new Date(first.now),
  }
}

import type { Pool } from 'pg'
import { SLUGS } from '../base/slugs.ts'

type CountArgs = { db: unknown; tableName: string; where?: unknown; joins: readonly unknown[]; column?: unknown }

/** What is used of Payload's Postgres adapter. */
export type CountingAdapter = {
  pool: Pick<Pool, 'query'>
  drizzle: unknown
  readReplicaOptions?: unknown
  countDistinct(args: CountArgs): Promise<number>
}

/** Fewer rows are counted in a few milliseconds, each time. */
const LARGE = 50_000
const KEPT_MS = 5 * 60_000

// How many rows Postgres has seen come and go in this table, also those that were rolled back.
const CHANGES = {
  name: 'invoices-changes',
  text: `select (pg_stat_get_tuples_inserted(c) + pg_stat_get_tuples_deleted(c))::text as changes from to_regclass('invoices') c`,
}

/** All invoices, asked outside of a transaction: what staff's list counts. A payer's list always has a condition. */
const isWholeList = (adapter: CountingAdapter, { db, tableName, where, joins, column }: CountArgs): boolean =>
  tableName === SLUGS.invoices &&
  where === undefined &&
  column === undefined &&
  joins.length === 0 &&
  db === adapter.drizzle &&
  !adapter.readReplicaOptions

/**
 * Makes the adapter keep the number of all invoices, which is most of what staff's list of a million of them costs, for as long as none
 * came or went. It is a count, not an estimate, and may be some ten seconds old: so long Postgres may
 * take to tell of a change. Fewer than 50,000, and any list with a condition, are counted each time.
 */
export function keepInvoiceCount(adapter: CountingAdapter): void {
  const { countDistinct } = adapter
  let kept: { count: number; changes: string; until: number } | undefined
  adapter.countDistinct = async function (this: CountingAdapter, args) {
    if (!isWholeList(this, args)) return countDistinct.call(this, args)
    // Asked before the count: a change in between makes the next one count again.
    const { rows } = await this.pool.query<{ changes: string | null }>(CHANGES)
    const changes = rows[0]?.changes ?? null
    if (kept && kept.changes === changes && kept.until > Date.now()) return kept.count
    const count = await countDistinct.call(this, args)
    kept = changes === null || count < LARGE ? undefined : { count, changes, until: Date.now() + KEPT_MS }
    return count
  }
}

import type { Payload, PayloadRequest } from 'payload'
import type { Pool, PoolClient, QueryResult, QueryResultRow } from 'pg'
import { PortalError } from './errors.ts'

/** A prepared statement: `name` makes Postgres plan it once per connection. */
export type Statement = { name?: string; text: string; values?: unknown[] }

/** Anything that runs a statement: the pool, or one transaction's connection. */
export type Queryable = {
  query<Row extends QueryResultRow = QueryResultRow>(statement: Statement): Promise<QueryResult<Row>>
}

type PostgresDb = { pool: Pool; sessions?: Record<string, { db: { session?: { client?: PoolClient } } } | undefined> }

/** The connection pool of the host's Postgres adapter. */
export function poolOf(payload: Payload): Pool {
  return (payload.db as unknown as PostgresDb).pool
}

/**
 * The connection of the Payload transaction that `req` is in, so that our statement commits or
 * rolls back with the caller's change. Throws when there is none: a statement that silently ran
 * outside the transaction could survive its rollback.
 */
export async function transactionOf(req: PayloadRequest): Promise<Queryable> {
  const id = await req.transactionID
  const client = id ? (req.payload.db as unknown as PostgresDb).sessions?.[String(id)]?.db.session?.client : undefined
  if (!client) throw new Error('This change needs a database transaction, and there is none.')
  return client as unknown as Queryable
}

/** A row that somebody else holds for longer is not waited for: the caller is told to try again. */
const LOCK_SECONDS = 10
/** A process that stopped in the middle of a transaction does not keep its locks for longer. */
const IDLE_SECONDS = 30
const BEGIN = `begin; set local lock_timeout = '${LOCK_SECONDS}s'; set local idle_in_transaction_session_timeout = '${IDLE_SECONDS}s'`
const LOCK_NOT_AVAILABLE = '55P03'

/** What the caller is told: a lock that was not to be had in time is `busy`, anything else is what it was. */
const toCaller = (error: unknown): unknown =>
  (error as { code?: unknown } | null)?.code === LOCK_NOT_AVAILABLE
    ? new PortalError('busy', { data: { retryAfter: 1 } })
    : error

/**
 * Runs `work` in a transaction of its own, in which every statement is ours. A failing COMMIT
 * rejects. Never do network work inside. Throws `busy` when a lock is not to be had within 10 seconds.
 */
export async function withTransaction<Result>(
  payload: Payload,
  work: (tx: Queryable) => Promise<Result>,
): Promise<Result> {
  const client = await poolOf(payload).connect()
  let broken: Error | undefined
  try {
    await client.query(BEGIN)
    const result = await work(client as unknown as Queryable)
    const end = await client.query('commit')
    if (end.command !== 'COMMIT') throw new Error('The transaction was rolled back.')
    return result
  } catch (error) {
    await client.query('rollback').catch((cause: Error) => {
      broken = cause
    })
    throw toCaller(error)
  } finally {
    client.release(broken)
  }
}

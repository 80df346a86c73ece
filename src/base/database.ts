import type { Payload, PayloadRequest } from 'payload'
import type { Pool, PoolClient, QueryResult, QueryResultRow } from 'pg'

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

/**
 * Runs `work` in a transaction of its own, in which every statement is ours. A failing COMMIT
 * rejects. Never do network work inside.
 */
export async function withTransaction<Result>(
  payload: Payload,
  work: (tx: Queryable) => Promise<Result>,
): Promise<Result> {
  const client = await poolOf(payload).connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    const result = await work(client as unknown as Queryable)
    const end = await client.query('commit')
    if (end.command !== 'COMMIT') throw new Error('The transaction was rolled back.')
    return result
  } catch (error) {
    await client.query('rollback').catch((cause: Error) => {
      broken = cause
    })
    throw error
  } finally {
    client.release(broken)
  }
}

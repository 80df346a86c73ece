import type { PoolClient } from 'pg'

const MANY = 10_000
const SHARE = 0.1

/** Whoever holds the table longer looks at it himself. */
const WAIT = `set local lock_timeout = '2s'`

type Counts = { inserted: number; read: number }

/**
 * After a first load, or very many new invoices, has Postgres look at the tables at once. It does so by itself within a minute or so;
 * until then it plans a payer's page for the few invoices that there were, and goes through all of them for each association.
 */
export async function countAnew(client: PoolClient, { inserted, read }: Counts): Promise<void> {
  if (inserted < MANY || inserted < read * SHARE) return
  await client.query('begin')
  try {
    await client.query(WAIT)
    await client.query('analyze invoices, invoices_matters')
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

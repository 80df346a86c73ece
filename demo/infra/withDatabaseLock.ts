import pg from 'pg'

/** Runs `work` while no other server does the same on this database: two that migrate at once would both fail. */
export async function withDatabaseLock<Result>(url: string, work: () => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query(`select pg_advisory_lock(hashtext('payer-portal migrations'))`)
    return await work()
  } finally {
    // The lock ends with its connection, whatever happened.
    await client.end()
  }
}

import { runMigrations } from 'graphile-worker'
import type { Payload } from 'payload'
import { poolOf } from '../base/database.ts'

/** Creates or upgrades the job tables. Safe to call from several servers at once. */
export async function migrateJobs(payload: Payload): Promise<void> {
  const pool = poolOf(payload)
  const client = await pool.connect()
  try {
    await client.query(`select pg_advisory_lock(hashtext('payer-portal-jobs'))`)
    await runMigrations({ pgPool: pool })
  } finally {
    await client.query(`select pg_advisory_unlock(hashtext('payer-portal-jobs'))`)
    client.release()
  }
}

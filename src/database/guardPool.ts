import type { Payload } from 'payload'
import type { PoolClient } from 'pg'
import { poolOf } from '../base/database.ts'

const guarded = new WeakSet<object>()

/**
 * A connection that breaks, whoever has it or nobody, is logged and replaced; without a listener it would end the process. Whose
 * statement it ran gets the error too.
 */
export function guardPool(payload: Payload): void {
  const pool = poolOf(payload)
  if (guarded.has(pool)) return
  guarded.add(pool)
  const note = (err: Error) => payload.logger.warn({ err }, 'A database connection broke')
  const watch = (client: PoolClient) => {
    if (guarded.has(client)) return
    guarded.add(client)
    client.on('error', note)
  }
  pool.on('error', note)
  pool.on('connect', watch)
  // One that was opened before, too.
  pool.on('acquire', watch)
}

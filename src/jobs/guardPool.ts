import type { Payload } from 'payload'
import { poolOf } from '../base/database.ts'

const guarded = new WeakSet<object>()

/** A connection that breaks while nobody uses it is logged and replaced; without a listener it would end the process. */
export function guardPool(payload: Payload): void {
  const pool = poolOf(payload)
  if (guarded.has(pool)) return
  guarded.add(pool)
  const note = (err: Error) => payload.logger.warn({ err }, 'A database connection broke')
  pool.on('error', note)
  pool.on('connect', (client) => client.on('error', note))
}

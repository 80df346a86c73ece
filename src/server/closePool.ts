import type { Payload } from 'payload'
import { poolOf } from '../base/database.ts'

const WAIT_MS = 2000

/** Ends Payload and its connections; one that is never given back does not hold up the end. */
export async function closePool(payload: Payload): Promise<void> {
  const pool = poolOf(payload)
  await payload.destroy()
  if (pool.ending) return
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, WAIT_MS)
  })
  await Promise.race([pool.end(), timeout])
  clearTimeout(timer)
}

import type { Payload } from 'payload'
import { DEMO_PASSWORD, STAFF_EMAIL } from './demoPayers.ts'

type Run = { status?: string; error?: string | null }
const PATIENCE_MS = 120_000

/**
 * Reads the firm's bills into the portal the way staff do it: asks Connect for a sync and waits for
 * its end. Throws an Error when the sync fails. Answers how many invoices there are.
 */
export async function loadSample(payload: Payload, serverUrl: string): Promise<number> {
  const call = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${serverUrl}${path}`, {
      ...init,
      headers: { 'content-type': 'application/json', ...init.headers },
    })
    const body: unknown = await response.json().catch(() => null)
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${JSON.stringify(body)}`)
    return body
  }
  const { token } = (await call('/api/users/login', {
    method: 'POST',
    body: JSON.stringify({ email: STAFF_EMAIL, password: DEMO_PASSWORD }),
  })) as { token: string }
  const headers = { authorization: `JWT ${token}` }
  await call('/api/connect/sync', { method: 'POST', headers, body: '{}' })
  const until = Date.now() + PATIENCE_MS
  while (Date.now() < until) {
    const { docs } = (await call('/api/connect/runs', { headers })) as { docs: Run[] }
    const run = docs[0]
    if (run?.status === 'failed' || run?.status === 'aborted')
      throw new Error(`The first sync failed: ${run.error ?? 'see the log'}`)
    if (run?.status === 'succeeded' || run?.status === 'complete') {
      // system: only counts, for the progress line
      return (await payload.count({ collection: 'invoices', overrideAccess: true })).totalDocs
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error('The first sync did not end within two minutes.')
}

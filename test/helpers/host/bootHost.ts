import { randomUUID } from 'node:crypto'
import { getPayload, handleEndpoints, type Payload, type SanitizedConfig } from 'payload'
import { poolOf } from '../../../src/base/database.ts'
import { createDatabase, dropDatabase } from '../databases.ts'
import { closeTrackedConnections } from '../trackedPg.ts'
import { type HostOptions, hostConfig, SERVER_URL } from './hostConfig.ts'

export type Call = { method?: string; body?: unknown; headers?: Record<string, string> }
export type Answer<Body = Record<string, any>> = { status: number; body: Body; headers: Headers; text: string }

export type Host = {
  payload: Payload
  config: SanitizedConfig
  databaseUrl: string
  /** Calls a REST route as Express and Next do: `call('/api/payers/login', { method: 'POST', body })`. */
  call(path: string, call?: Call): Promise<Answer>
  /** The raw Response, for files. */
  fetch(path: string, call?: Call): Promise<Response>
  /** Ends this host and keeps its database, for instance as a template. */
  detach(): Promise<void>
  close(): Promise<void>
}

function toRequest(path: string, { method = 'GET', body, headers = {} }: Call): Request {
  const hasBody = body !== undefined
  return new Request(`${SERVER_URL}${path}`, {
    method,
    headers: {
      ...(hasBody && !(body instanceof Uint8Array) ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    ...(hasBody
      ? { body: body instanceof Uint8Array || typeof body === 'string' ? (body as BodyInit) : JSON.stringify(body) }
      : {}),
  })
}

/** Boots Payload with the plugin on a database of its own. Call `close` in afterAll. */
export async function bootHost(
  options: Omit<HostOptions, 'databaseUrl'> & { databaseUrl?: string } = {},
): Promise<Host> {
  const databaseUrl = options.databaseUrl ?? (await createDatabase())
  const config = await hostConfig({ ...options, databaseUrl })
  const payloadInstanceCacheKey = randomUUID()
  const payload = await getPayload({ config, key: payloadInstanceCacheKey })
  const fetch: Host['fetch'] = (path, call = {}) =>
    handleEndpoints({ config, request: toRequest(path, call), payloadInstanceCacheKey })
  const pool = poolOf(payload)
  const detach = async () => {
    await payload.destroy()
    await closeTrackedConnections(pool)
  }
  return {
    payload,
    config,
    databaseUrl,
    fetch,
    call: async (path, call) => {
      const response = await fetch(path, call)
      const text = await response.text()
      const isJson = response.headers.get('content-type')?.includes('json') ?? false
      return { status: response.status, headers: response.headers, text, body: isJson && text ? JSON.parse(text) : {} }
    },
    detach,
    close: async () => {
      await detach()
      await dropDatabase(databaseUrl)
    },
  }
}

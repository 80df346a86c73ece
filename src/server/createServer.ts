import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Express } from 'express'
import { getPayload, type Payload, type SanitizedConfig } from 'payload'
import { migrateJobs } from '../jobs/migrateJobs.ts'
import { type PortalWorker, startWorker } from '../jobs/startWorker.ts'
import { portalOptions } from '../options/portalOptions.ts'
import { closePool } from './closePool.ts'
import { createApp, type PagesHandler } from './createApp.ts'
import { readsFirst } from './directReads.ts'

export type ServerOptions = {
  /** The host's Payload config. */
  config: Promise<SanitizedConfig> | SanitizedConfig
  /** Serves everything below no route of ours, `next(…).getRequestHandler()` for one. */
  nextHandler?: PagesHandler
  /** Run the jobs in this process too. @default false */
  startWorker?: boolean
  /** Largest request body in bytes, uploads included. @default 10 MiB */
  bodyLimit?: number
}

export type PortalServer = {
  /** For a server of the host's own: `listener`, or to add to it as Express can, `app`. */
  app: Express
  /** What `listen` serves: the app, with what a payer reads all the time answered before it, which is much faster. */
  listener: RequestListener
  payload: Payload
  worker: PortalWorker | null
  /** Rejects when the port is taken. Answers the port, which matters when it was 0. */
  listen(at: number | { port: number; host?: string }): Promise<{ port: number }>
  /** Takes no more requests, finishes the begun ones and the running jobs, then closes the database. */
  close(): Promise<void>
}

const FINISH_MS = 20_000

function listenAt(server: Server, at: number | { port: number; host?: string }): Promise<{ port: number }> {
  const { port, host } = typeof at === 'number' ? { port: at, host: undefined } : at
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, ...(host ? { host } : {}) }, () => {
      server.off('error', reject)
      resolve({ port: (server.address() as AddressInfo).port })
    })
  })
}

function finishRequests(server: Server): Promise<void> {
  if (!server.listening) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), FINISH_MS)
    server.close(() => {
      clearTimeout(timer)
      resolve()
    })
    server.closeIdleConnections()
  })
}

/**
 * The portal's server: Payload's REST and the portal API on Express, the pages by `nextHandler`, and the
 * worker when asked for. Rejects when the database does not answer.
 */
export async function createServer({
  config: given,
  nextHandler,
  bodyLimit = 10 * 1024 * 1024,
  startWorker: withWorker = false,
}: ServerOptions): Promise<PortalServer> {
  const config = await given
  const payload = await getPayload({ config })
  await migrateJobs(payload)
  const worker = withWorker && portalOptions(payload).enabled ? await startWorker({ payload }) : null
  let closing: Promise<void> | undefined
  const isClosing = () => closing !== undefined
  const app = createApp({ config, payload, ...(nextHandler ? { nextHandler } : {}), bodyLimit, isClosing })
  const listener = readsFirst(app, { config, payload, isClosing })
  const server = createHttpServer(listener)
  const stop = async () => {
    await Promise.all([finishRequests(server), worker?.stop()])
    await Promise.allSettled(portalOptions(payload).sources.map((source) => source.close()))
    await closePool(payload)
  }
  const close = () => {
    closing ??= stop()
    return closing
  }
  return { app, listener, payload, worker, listen: (at) => listenAt(server, at), close }
}

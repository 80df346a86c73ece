import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Keys } from '../api/authenticate.ts'
import type { Idempotency } from '../api/Idempotency.ts'
import { StripeFault } from '../api/StripeFault.ts'
import { type Control, ControlError, controlRoutes } from '../control/controlRoutes.ts'
import { runDue } from '../resources/runDue.ts'
import { type ApiAnswer, answerApi } from './answerApi.ts'
import { answerBrowser } from './answerBrowser.ts'
import type { Fault } from './Faults.ts'

const MAX_BODY = 1_000_000
const KEPT_REQUESTS = 5000
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, DELETE, OPTIONS',
  'access-control-allow-headers': 'authorization, content-type, idempotency-key, stripe-version',
  'access-control-max-age': '300',
}

type Context = Control & { keys: Keys; idempotency: Idempotency }

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    chunks.push(chunk as Buffer)
    size += (chunk as Buffer).length
    if (size > MAX_BODY) throw new Error('The body is too large.')
  }
  return Buffer.concat(chunks).toString('utf8')
}

function send(
  response: ServerResponse,
  answer: { status: number; body: string; headers?: Record<string, string> },
): void {
  response.writeHead(answer.status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    ...answer.headers,
  })
  response.end(answer.body)
}

/** Records the events of an answer that is ready: delivered after it goes out, or before when so configured. */
async function deliver(context: Context, answer: ApiAnswer): Promise<void> {
  context.fake.store.flush()
  if (context.settings.isDeliveredFirst) {
    await context.deliverer.take(answer.events)
  } else if (answer.events.length > 0) {
    setImmediate(() => void context.deliverer.take(answer.events))
  }
}

/** Plays an ordered fault. Answers true when nothing more is to be sent. */
async function playFault(
  fault: Fault | null,
  response: ServerResponse,
  process: () => Promise<void>,
): Promise<boolean> {
  if (!fault) return false
  if (fault.mode === 'status') {
    const body = { error: { type: 'api_error', message: 'An error that was ordered by a test.' } }
    send(response, { status: fault.status, body: JSON.stringify(body), headers: CORS })
    return true
  }
  if (fault.mode !== 'drop-before') await process()
  if (fault.mode !== 'timeout') response.socket?.destroy()
  return true
}

async function handleApi(context: Context, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://stand-in')
  if (request.method === 'OPTIONS') return send(response, { status: 204, body: '', headers: CORS })
  const body = await readBody(request)
  const method = request.method ?? 'GET'
  const line = {
    method,
    path: url.pathname,
    idempotencyKey: String(request.headers['idempotency-key'] ?? '') || null,
    status: null as number | null,
    at: new Date().toISOString(),
  }
  context.requests.push(line)
  if (context.requests.length > KEPT_REQUESTS) context.requests.shift()
  if (context.settings.latencyMs > 0) await sleep(context.settings.latencyMs)
  const process = async (): Promise<ApiAnswer> => {
    runDue(context.fake)
    const answer = answerApi(context, {
      method,
      path: url.pathname,
      query: url.search.slice(1),
      body,
      headers: request.headers,
    })
    line.status = answer.status
    await deliver(context, answer)
    return answer
  }
  const fault = context.faults.next(method, url.pathname)
  if (await playFault(fault, response, async () => void (await process()))) return
  const answer = await process()
  send(response, { status: answer.status, body: answer.body, headers: { ...CORS, ...answer.headers } })
}

async function handleControl(context: Context, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const name = new URL(request.url ?? '/', 'http://stand-in').pathname.replace('/_fake/', '')
  const handler = controlRoutes[`${request.method} ${name}`]
  if (request.headers.origin) return send(response, { status: 403, body: '{"error":"not for web pages"}' })
  if (!handler) return send(response, { status: 404, body: '{"error":"unknown control route"}' })
  try {
    const text = await readBody(request)
    const answer = await handler(context, text ? (JSON.parse(text) as Record<string, unknown>) : {})
    context.fake.store.flush()
    void context.deliverer.take(context.fake.outbox.splice(0))
    send(response, { status: 200, body: JSON.stringify(answer) })
  } catch (error) {
    const isTheirs = error instanceof ControlError || error instanceof StripeFault || error instanceof SyntaxError
    const message = error instanceof Error ? error.message : String(error)
    send(response, { status: isTheirs ? 400 : 500, body: JSON.stringify({ error: message }) })
  }
}

/** The stand-in's HTTP server: Stripe's API under `/v1`, control under `/_fake`, the browser's files elsewhere. */
export function createFakeServer(context: Context): Server {
  return createServer((request, response) => {
    const path = request.url ?? '/'
    const handle = path.startsWith('/v1/') ? handleApi : path.startsWith('/_fake/') ? handleControl : answerBrowser
    handle(context, request, response).catch((error: unknown) => {
      if (response.headersSent) return void response.destroy()
      send(response, { status: 500, body: JSON.stringify({ error: { type: 'api_error', message: String(error) } }) })
    })
  })
}

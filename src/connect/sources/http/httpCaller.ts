import { errorText } from '../../errorText.ts'
import { SourceError } from '../../SourceError.ts'
import { HttpRefusal, type Told } from './HttpRefusal.ts'
import type { HttpSourceOptions } from './HttpSourceOptions.ts'
import { readBody } from './readBody.ts'
import { signRequest } from './signRequest.ts'

export type HttpRequest = {
  method: 'GET' | 'POST' | 'DELETE'
  /** Below the source's URL, such as `v1/search`. */
  path: string
  body?: unknown
  headers?: Record<string, string>
  seconds: number
  signal?: AbortSignal
}
/** One call of the protocol: what the JSON answer holds. Rejects with a SourceError. */
export type HttpCaller = (request: HttpRequest) => Promise<Record<string, unknown>>
/** One call that answers a file; null when there is none (204 or 404). Rejects with a SourceError. */
export type HttpDownload = (request: HttpRequest & { maxBytes: number }) => Promise<Uint8Array | null>

const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]'])
const MAX_BYTES = 20 * 1024 * 1024
const MIN_SECRET = 32
const MAX_MESSAGE = 300
const CUT = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])
const BUSY = new Set([408, 425, 429])

function refuse(message: string): never {
  throw new SourceError(message, { temporary: false })
}

function assertCredentials({ token, secret }: HttpSourceOptions, host: string): void {
  if (!token && !secret) refuse(`${host}: give a token or a secret.`)
  if (secret && secret.length < MIN_SECRET) refuse(`${host}: the secret needs at least ${MIN_SECRET} characters.`)
}

function baseUrl(url: string): URL {
  if (!URL.canParse(url)) refuse('The url of an httpSource is no URL.')
  const base = new URL(url)
  const isLocal = base.protocol === 'http:' && LOCAL.has(base.hostname)
  if (base.protocol !== 'https:' && !isLocal) refuse(`${base.origin}: only https, or http on this machine.`)
  if (base.username || base.password) refuse(`${base.host}: name and password belong in no URL, use token or secret.`)
  if (base.search || base.hash) refuse(`${base.host}: the URL must end with its path.`)
  if (!base.pathname.endsWith('/')) base.pathname += '/'
  return base
}

function headersOf(
  { token, secret }: HttpSourceOptions,
  { method, url, body }: { method: string; url: URL; body: string },
) {
  const path = url.pathname + url.search
  return {
    accept: 'application/json',
    ...(body ? { 'content-type': 'application/json' } : {}),
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...(secret ? { 'portal-signature': signRequest({ secret, method, path, body, at: new Date() }) } : {}),
  }
}

function parse(text: string, status: number): Record<string, unknown> {
  if (status === 204) return {}
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    // Said below: what came is not what the protocol says.
  }
  return refuse(`The answer (${status}) is no JSON object.`)
}

/** What the system itself says of its refusal; of a proxy's page nothing is repeated. */
function refusal(status: number, text: string): SourceError {
  let told: Told = {}
  try {
    told = (JSON.parse(text) as { error?: typeof told }).error ?? {}
  } catch {
    // A proxy's page.
  }
  const message = typeof told.message === 'string' ? told.message.replaceAll(/\p{C}/gu, ' ').slice(0, MAX_MESSAGE) : ''
  const temporary = typeof told.temporary === 'boolean' ? told.temporary : status >= 500 || BUSY.has(status)
  const what =
    status === 401 || status === 403
      ? 'The billing system refuses our token or signature'
      : 'The billing system refused'
  return new HttpRefusal(`${what} (${status})${message ? `: ${message}` : '.'}`, { temporary, told })
}

function toSourceError(error: unknown, { signal, seconds }: HttpRequest): SourceError {
  if (error instanceof SourceError) return error
  const { name, cause } = error as { name?: string; cause?: { code?: string } }
  if (signal?.aborted) return new SourceError('The read was stopped.', { temporary: true, cause: error })
  if (name === 'TimeoutError')
    return new SourceError(`No answer within ${seconds} s.`, { temporary: true, cause: error })
  const why = cause?.code ?? errorText(cause ?? error)
  return new SourceError(`The billing system does not answer: ${why}`, { temporary: true, cause: error })
}

type Sent = { request: HttpRequest; base: URL; options: HttpSourceOptions; maxBytes: number }
type Answered = { status: number; bytes: Buffer }

async function send({ request, base, options, maxBytes }: Sent): Promise<Answered> {
  const { method, seconds, signal } = request
  const url = new URL(request.path, base)
  const body = request.body === undefined ? '' : JSON.stringify(request.body)
  const timeout = AbortSignal.timeout(seconds * 1000)
  const response = await fetch(url, {
    method,
    headers: { ...headersOf(options, { method, url, body }), ...request.headers },
    redirect: 'manual',
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    ...(body ? { body } : {}),
  })
  return { status: response.status, bytes: await readBody(response, maxBytes) }
}

const wasCut = (error: unknown) => CUT.has((error as { cause?: { code?: string } }).cause?.code ?? '')

/** A connection that was kept may be closed over there just when it is used again. Every call of the protocol may be repeated. */
async function sendOnceMore(sent: Sent): Promise<Answered> {
  try {
    return await send(sent)
  } catch (error) {
    if (!wasCut(error)) throw error
    return await send(sent)
  }
}

function refuseBad({ status, bytes }: Answered): void {
  if (status >= 300 && status < 400) refuse(`The answer is a redirect (${status}), which is not followed.`)
  if (status >= 400) throw refusal(status, bytes.toString('utf8'))
}

const NO_FILE = new Set([204, 404])

/** Prepares calls to one system. Throws a SourceError when its URL or credentials are unsafe. Redirects are refused: a token goes nowhere else. */
export function httpCaller(options: HttpSourceOptions): { call: HttpCaller; download: HttpDownload } {
  const base = baseUrl(options.url)
  assertCredentials(options, base.host)
  const limit = options.maxBytes ?? MAX_BYTES
  async function ask<Result>(
    request: HttpRequest,
    { maxBytes, read }: { maxBytes: number; read: (answered: Answered) => Result },
  ): Promise<Result> {
    try {
      return read(await sendOnceMore({ request, base, options, maxBytes }))
    } catch (error) {
      throw toSourceError(error, request)
    }
  }
  return {
    call: (request) =>
      ask(request, {
        maxBytes: limit,
        read: (answered) => {
          refuseBad(answered)
          return parse(answered.bytes.toString('utf8'), answered.status)
        },
      }),
    download: ({ maxBytes, ...request }) =>
      ask(request, {
        maxBytes,
        read: (answered) => {
          if (NO_FILE.has(answered.status)) return null
          refuseBad(answered)
          return answered.bytes
        },
      }),
  }
}

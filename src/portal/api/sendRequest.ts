import type { RequestError } from './RequestError.ts'
import { networkError, readError } from './readError.ts'
import type { Id } from './types.ts'

export type SendOptions = {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  body?: unknown
  signal?: AbortSignal
  headers?: Record<string, string>
  /** About the login itself: names no payer record, and a 401 (a wrong password, say) is no reason to leave the page. */
  isAboutLogin?: boolean
  /** By the member of staff behind a view, not in the view, which changes nothing. */
  isByStaff?: boolean
}

export type Transport = {
  apiPath: string
  /** The record that the pages of this client show; sent along so that a switch in another tab cannot redirect a payment. */
  payer: Id | null
  /** The view of staff that this tab shows, sent with everything; null for a payer. */
  view: string | null
  onLoginRequired: () => void
  /** This login does not act, or no longer, for the record that was named. */
  onPayerGone: () => void
  fetch: typeof fetch
}

function headersOf(transport: Transport, options: SendOptions): Record<string, string> {
  const payer = options.isAboutLogin ? null : transport.payer
  const view = options.isByStaff ? null : transport.view
  return {
    Accept: 'application/json',
    ...(options.body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...(payer === null ? {} : { 'X-Payer': String(payer) }),
    ...(view === null ? {} : { 'X-Payer-View': view }),
    ...options.headers,
  }
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text()
  if (text === '') return null
  try {
    return JSON.parse(text) as unknown
  } catch {
    // A proxy's HTML page, say: the status alone decides.
    return null
  }
}

function refuse(transport: Transport, error: RequestError, options: SendOptions): never {
  if (error.status === 401 && !options.isAboutLogin) transport.onLoginRequired()
  if (error.code === 'payer_not_found' && !options.isAboutLogin) transport.onPayerGone()
  throw error
}

/** Sends one request. Throws a RequestError for every answer that is not 2xx, and an AbortError when aborted. */
export async function sendRequest<Answer>(
  transport: Transport,
  path: string,
  options: SendOptions = {},
): Promise<Answer> {
  let status = 0
  let body: unknown = null
  try {
    const response = await transport.fetch(`${transport.apiPath}${path}`, {
      method: options.method ?? 'GET',
      headers: headersOf(transport, options),
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      signal: options.signal ?? null,
      credentials: 'same-origin',
      cache: 'no-store',
    })
    status = response.status
    body = await readBody(response)
  } catch (cause) {
    if (options.signal?.aborted) throw cause
    throw networkError()
  }
  if (status >= 200 && status < 300) return body as Answer
  return refuse(transport, readError(status, body), options)
}

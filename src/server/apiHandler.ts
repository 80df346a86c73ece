import type { Request as ExpressRequest, Response as ExpressResponse, RequestHandler } from 'express'
import { handleEndpoints, type Payload, type SanitizedConfig } from 'payload'
import { refuse } from './refuse.ts'
import { sendFetchResponse } from './sendFetchResponse.ts'
import { BodyTooLarge, toFetchRequest } from './toFetchRequest.ts'

type Args = { config: SanitizedConfig; payload: Payload; bodyLimit: number }

const TOO_LARGE = { status: 413, code: 'body_too_large', message: 'The body is too large.' }
const BAD_REQUEST = { status: 400, code: 'bad_request', message: 'The request is not valid.' }
const FAILED = { status: 500, code: 'internal', message: 'Something went wrong.' }

/** A path that begins with a slash and decodes, and no NUL anywhere, which no database text can hold. */
function isReadable(url: string): boolean {
  if (!url.startsWith('/') || /%00|\0/.test(url)) return false
  try {
    decodeURIComponent(url.split('?', 1)[0] ?? '')
    return true
  } catch {
    return false
  }
}

type Exchange = { req: ExpressRequest; res: ExpressResponse; isTooLarge: boolean; signal: AbortSignal }

/** One request under way: it is aborted when the caller goes away. */
function begin(req: ExpressRequest, res: ExpressResponse): Exchange {
  const controller = new AbortController()
  res.on('close', () => {
    if (!res.writableFinished) controller.abort()
  })
  return { req, res, isTooLarge: false, signal: controller.signal }
}

async function answer(exchange: Exchange, { config, bodyLimit }: Args): Promise<void> {
  const { req, res, signal } = exchange
  const onTooLarge = () => {
    exchange.isTooLarge = true
  }
  const request = toFetchRequest(req, { origin: config.serverURL, limit: bodyLimit, signal, onTooLarge })
  const response = await handleEndpoints({ config, request })
  if (exchange.isTooLarge) throw new BodyTooLarge()
  await sendFetchResponse({ message: req, res, response })
}

function fail(exchange: Exchange, error: unknown, payload: Payload): void {
  const { res, signal, isTooLarge } = exchange
  if (signal.aborted) return
  const isCallersFault = isTooLarge || error instanceof BodyTooLarge
  if (isCallersFault) refuse(res, TOO_LARGE)
  else if ((error as { name?: unknown } | null)?.name === 'SyntaxError') refuse(res, BAD_REQUEST)
  else {
    payload.logger.error({ err: error }, 'A request failed')
    refuse(res, FAILED)
  }
}

/** Payload's REST and the portal's own routes, without Next. */
export function apiHandler(args: Args): RequestHandler {
  return async (req, res) => {
    // Express shortens `url` below a mount path; the handlers match the whole one.
    req.url = req.originalUrl
    if (!isReadable(req.url)) {
      refuse(res, BAD_REQUEST)
      return
    }
    const exchange = begin(req, res)
    try {
      await answer(exchange, args)
    } catch (error) {
      fail(exchange, error, args.payload)
    }
  }
}

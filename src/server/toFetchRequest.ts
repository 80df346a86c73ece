import type { IncomingMessage } from 'node:http'
import { Readable, Transform } from 'node:stream'

/** The body went over the limit. */
export class BodyTooLarge extends Error {}

type Args = { origin: string; limit: number; signal: AbortSignal; onTooLarge: () => void }

const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
  'expect',
  'proxy-connection',
])

function headersOf(message: IncomingMessage): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(message.headers)) {
    if (value === undefined || HOP_BY_HOP.has(name)) continue
    for (const one of Array.isArray(value) ? value : [value]) headers.append(name, one)
  }
  return headers
}

function limitedBody(message: IncomingMessage, { limit, onTooLarge }: Args): ReadableStream {
  let size = 0
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      if (size <= limit) return done(null, chunk)
      onTooLarge()
      done(new BodyTooLarge())
    },
  })
  message.on('error', (error) => counter.destroy(error))
  // A caller who goes away in the middle of a body must not leave a handler waiting for the rest.
  message.on('aborted', () => counter.destroy(new Error('The request was aborted.')))
  counter.on('error', () => message.unpipe(counter))
  return Readable.toWeb(message.pipe(counter)) as ReadableStream
}

/**
 * A Node request as a Fetch request, its bytes untouched and streamed. The origin is the configured one,
 * whatever the Host header says; HEAD is read as GET. Throws `BodyTooLarge` for a body announced above the limit.
 */
export function toFetchRequest(message: IncomingMessage, args: Args): Request {
  const method = message.method === 'HEAD' ? 'GET' : (message.method ?? 'GET')
  const init: RequestInit & { duplex?: 'half' } = { method, headers: headersOf(message), signal: args.signal }
  if (method !== 'GET') {
    if (Number(message.headers['content-length'] ?? 0) > args.limit) throw new BodyTooLarge()
    init.body = limitedBody(message, args)
    init.duplex = 'half'
  }
  return new Request(args.origin + (message.url ?? '/'), init)
}

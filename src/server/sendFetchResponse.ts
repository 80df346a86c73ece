import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

type Args = { message: IncomingMessage; res: ServerResponse; response: Response }

function copyHeaders(res: ServerResponse, headers: Headers): void {
  headers.forEach((value, name) => {
    if (name !== 'set-cookie') res.setHeader(name, value)
  })
  const cookies = headers.getSetCookie()
  if (cookies.length > 0) res.setHeader('Set-Cookie', cookies)
  // Answers depend on who asks: no cache keeps one, unless the handler said otherwise.
  if (!headers.has('cache-control')) res.setHeader('Cache-Control', 'private, no-store')
}

const isSmall = (headers: Headers): boolean => headers.get('content-type')?.startsWith('application/json') ?? false

/** Sends a Fetch response through Node's, streamed. HEAD gets the headers alone. */
export async function sendFetchResponse({ message, res, response }: Args): Promise<void> {
  res.statusCode = response.status
  copyHeaders(res, response.headers)
  if (!response.body || message.method === 'HEAD') {
    await response.body?.cancel()
    res.end()
    return
  }
  // An answer in one piece leaves in one write: a stream would take three, and a turn of the loop for each.
  if (isSmall(response.headers)) {
    res.end(Buffer.from(await response.arrayBuffer()))
    return
  }
  await pipeline(Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]), res)
}

import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** Older or more in the future than this a signed notice is not believed. */
const NOTICE_SECONDS = 300

type Args = { secret: string; method: string; path: string; body: Buffer; header: string | null; now: Date }

/**
 * Is `Portal-Signature: t=<unix seconds>,v1=<hex>` the HMAC-SHA256 of `<t>.<METHOD>.<path>.<hex SHA-256 of the body>`, as
 * `httpSource()` signs its own requests, and of the last five minutes? Compared in constant time.
 */
export function checkNotice({ secret, method, path, body, header, now }: Args): boolean {
  const { at, given } = /^t=(?<at>\d{1,12}),v1=(?<given>[0-9a-f]{64})$/.exec(header ?? '')?.groups ?? {}
  if (!at || !given || Math.abs(now.getTime() / 1000 - Number(at)) > NOTICE_SECONDS) return false
  const hash = createHash('sha256').update(body).digest('hex')
  const expected = createHmac('sha256', secret).update(`${at}.${method}.${path}.${hash}`).digest()
  return timingSafeEqual(expected, Buffer.from(given, 'hex'))
}

import { createHmac, timingSafeEqual } from 'node:crypto'

/** Older or more in the future than this a signed report is not believed. */
export const REPORT_SECONDS = 300

type Args = { secret: string; body: Buffer; header: string | null; now: number }

/**
 * Checks `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of `<t>.<raw body>`. Answers the signature, by which a
 * repeat is known, or null when it is missing, wrong, too old or in the future.
 */
export function checkMailSignature({ secret, body, header, now }: Args): string | null {
  const { at, given } = /^t=(?<at>\d{1,12}),v1=(?<given>[0-9a-f]{64})$/.exec(header ?? '')?.groups ?? {}
  if (!at || !given || Math.abs(now / 1000 - Number(at)) > REPORT_SECONDS) return null
  const expected = createHmac('sha256', secret).update(`${at}.`).update(body).digest()
  return timingSafeEqual(expected, Buffer.from(given, 'hex')) ? given : null
}

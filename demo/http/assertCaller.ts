import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { Refusal } from './Books.ts'

const MAX_SKEW_SECONDS = 300

const isEqual = (one: string, other: string) =>
  timingSafeEqual(createHash('sha256').update(one).digest(), createHash('sha256').update(other).digest())

/** Throws a 401 unless the request carries the token, or the signature, or both when both are set. */
export function assertCaller(
  request: IncomingMessage,
  { body, token, secret }: { body: string; token?: string; secret?: string },
) {
  if (token && !isEqual(request.headers.authorization ?? '', `Bearer ${token}`)) throw new Refusal(401, 'Bad token.')
  if (!secret) return
  const [, seconds = '0', signature = ''] =
    /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(request.headers['portal-signature'])) ?? []
  if (Math.abs(Date.now() / 1000 - Number(seconds)) > MAX_SKEW_SECONDS)
    throw new Refusal(401, 'The signature is too old.')
  const hash = createHash('sha256').update(body).digest('hex')
  const signed = `${seconds}.${request.method}.${request.url}.${hash}`
  if (!isEqual(signature, createHmac('sha256', secret).update(signed).digest('hex')))
    throw new Refusal(401, 'Bad signature.')
}

import type { AfterErrorHook } from 'payload'
import { PortalError } from '../../src/base/errors.ts'

/** When nothing says more: the limits count in minutes, a busy row is free in a moment. */
const SECONDS: Readonly<Record<number, number>> = { 429: 60, 503: 1 }

/** Every answer of ours that asks to come back says when, in the header `Retry-After`. */
export const sayWhenToRetry: AfterErrorHook = ({ error, req }) => {
  if (!(error instanceof PortalError)) return
  const { retryAfter } = (error.data ?? {}) as { retryAfter?: unknown }
  const seconds = typeof retryAfter === 'number' ? Math.max(1, Math.ceil(retryAfter)) : SECONDS[error.status]
  if (seconds === undefined) return
  req.responseHeaders = new Headers(req.responseHeaders)
  req.responseHeaders.set('Retry-After', String(seconds))
}

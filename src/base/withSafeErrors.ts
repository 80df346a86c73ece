import type { Payload } from 'payload'
import { loggedError } from './loggedError.ts'

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const

type Write = (first: unknown, ...rest: unknown[]) => void

/** The error of an entry stands in place of its message too, so it is replaced before the logger sees it. */
function safely(first: unknown): unknown {
  if (first instanceof Error) return { err: loggedError(first) }
  const err = (first as { err?: unknown } | null | undefined)?.err
  return err instanceof Error ? { ...(first as object), err: loggedError(err) } : first
}

/** The same logger, whose errors carry no statement's parameters and no rows. */
export function withSafeErrors(logger: Payload['logger']): Payload['logger'] {
  const safe = logger.child({})
  for (const level of LEVELS) {
    const write = safe[level].bind(safe) as Write
    Object.assign(safe, { [level]: (first: unknown, ...rest: unknown[]) => write(safely(first), ...rest) })
  }
  return safe
}

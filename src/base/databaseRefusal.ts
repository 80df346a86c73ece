import { type ErrorCode, PortalError } from './errors.ts'

// Values that fit no column or index, references to rows that do not exist, operators that a column does not have.
const BAD_REQUEST = /^(?:22...|23502|23503|23514|42883|54000)$/
// Somebody else held the row for too long, or the database chose this transaction to give way.
const BUSY = /^(?:55P03|40P01|40001)$/
// The server ends, starts or has no room; the connection broke.
const AWAY = /^(?:08...|53...|57P0.)$/
const NETWORK = /^E[A-Z]+$/
const CUT =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/

/** The SQLSTATE of an error of the database, however deeply it is wrapped; null for any other error. */
export function sqlStateOf(error: unknown): string | null {
  for (let at = error, depth = 0; typeof at === 'object' && at !== null && depth < 5; depth += 1) {
    const { code, severity, cause } = at as { code?: unknown; severity?: unknown; cause?: unknown }
    if (typeof code === 'string' && severity !== undefined) return code
    at = cause
  }
  return null
}

/** What an error of the database says about the request: the caller's fault, a busy row, or null for our own fault. */
export function databaseRefusal(error: unknown): Extract<ErrorCode, 'bad_request' | 'busy'> | null {
  const state = sqlStateOf(error)
  if (state === null) return null
  if (BAD_REQUEST.test(state)) return 'bad_request'
  return BUSY.test(state) ? 'busy' : null
}

/** Whether nobody knows what became of a statement, or whether it ran at all: its connection broke, or there was none. */
export function isUnanswered(error: unknown): boolean {
  const state = sqlStateOf(error)
  if (state !== null) return AWAY.test(state)
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  return (typeof code === 'string' && NETWORK.test(code)) || CUT.test(String(message))
}

/** Whether the same transaction may well succeed a little later: unanswered, or a row that somebody held. */
export const isPassing = (error: unknown): boolean =>
  isUnanswered(error) || databaseRefusal(error) === 'busy' || (error instanceof PortalError && error.code === 'busy')

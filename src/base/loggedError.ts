/** What the log shows of an error. */
export type LoggedError = {
  type: string
  message: string
  stack?: string
  code?: string
  /** The constraint, table and column that the database named. */
  constraint?: string
  table?: string
  column?: string
  cause?: LoggedError
}

const MAX_DEPTH = 4

/** A statement's text is ours; its parameters, and what the database itself quotes of them, are somebody's data. */
const withoutValues = (text: string, isDatabase: boolean): string => {
  const cut = text.replace(/\nparams: [\s\S]*?(?=\n {4}at |$)/, '')
  return isDatabase ? cut.replace(/"(?:[^"\\]|\\.)*"/g, '"…"') : cut
}

const SHOWN = ['code', 'constraint', 'table', 'column'] as const

/** What of an error's own properties says where it happened, and nothing of whom it is about. */
const shownOf = (given: Record<string, unknown>): Partial<LoggedError> =>
  Object.fromEntries(SHOWN.filter((name) => typeof given[name] === 'string').map((name) => [name, given[name]]))

/**
 * An error as the log may show it: its kind, message, stack and SQLSTATE, never a statement's parameters, the
 * row that a constraint refused, nor anything else that hangs on the error.
 */
export function loggedError(error: unknown, depth = 0): LoggedError {
  if (typeof error !== 'object' || error === null) return { type: typeof error, message: String(error) }
  const { message, stack, cause } = error as { message?: unknown; stack?: unknown; cause?: unknown }
  const isDatabase = 'severity' in error
  return {
    type: error.constructor?.name ?? 'Error',
    message: withoutValues(String(message ?? ''), isDatabase),
    ...(typeof stack === 'string' ? { stack: withoutValues(stack, isDatabase) } : {}),
    ...shownOf(error as Record<string, unknown>),
    ...(cause && depth < MAX_DEPTH ? { cause: loggedError(cause, depth + 1) } : {}),
  }
}

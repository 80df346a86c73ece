import { errorText } from '../../errorText.ts'
import { SourceError } from '../../SourceError.ts'

/** SQLSTATE classes and codes after which the same statement may well succeed. */
const TEMPORARY = /^(08|53|57|58|40|28|3D|XX|55P03|25006)/

/** What the driver threw as a SourceError. An error without an SQLSTATE never reached the server, so it is temporary. */
export function toSourceError(error: unknown): SourceError {
  if (error instanceof SourceError) return error
  const code = (error as { code?: unknown } | null)?.code
  const isState = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)
  return new SourceError(errorText(error), { temporary: !isState || TEMPORARY.test(code), cause: error })
}

import { errorText } from '../../errorText.ts'
import { SourceError } from '../../SourceError.ts'
import type { SqlDialect } from './SqlDialect.ts'

/** What the driver threw as a SourceError. An error without the database's own code never reached the server, so it is temporary. */
export function toSourceError(error: unknown, dialect: SqlDialect): SourceError {
  if (error instanceof SourceError) return error
  return new SourceError(errorText(error), { temporary: dialect.isTemporary(error) ?? true, cause: error })
}

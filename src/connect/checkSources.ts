import type { BillingSource } from './BillingSource.ts'
import { errorText } from './errorText.ts'
import { SourceError } from './SourceError.ts'
import { withinTime } from './withinTime.ts'

type Log = (about: { source: string; reason: string }, message: string) => void
type Args = { sources: readonly BillingSource[]; seconds: number; logger: { warn: Log; error: Log } }

/**
 * Holds every mapping against its live system, as it is done when a worker starts, and logs what does not
 * fit: an error names the query and the column; a system that does not answer is a warning. Never rejects: the
 * portal serves what it has.
 */
export async function checkSources({ sources, seconds, logger }: Args): Promise<void> {
  const checks = sources.map(async (source) => {
    try {
      await withinTime(source.check?.() ?? Promise.resolve(), seconds)
    } catch (error) {
      const about = { source: source.key, reason: errorText(error) }
      if (error instanceof SourceError && error.temporary) logger.warn(about, 'A billing source could not be checked')
      else logger.error(about, 'The mapping of a billing source does not fit')
    }
  })
  await Promise.all(checks)
}

import { SourceError } from './SourceError.ts'

type Details = {
  /** Last day of the closed periods, `YYYY-MM-DD`; null when the system does not say. */
  closedThrough: string | null
  cause?: unknown
}

/** The day to post is in a closed accounting period, and nothing was written. */
export class ClosedPeriod extends SourceError {
  readonly closedThrough: string | null
  constructor(postedOn: string, { closedThrough, cause }: Details) {
    const until = closedThrough ? `: the books are closed through ${closedThrough}` : ''
    super(`${postedOn} is in a closed accounting period${until}.`, { temporary: false, cause })
    this.name = 'ClosedPeriod'
    this.closedThrough = closedThrough
  }
}

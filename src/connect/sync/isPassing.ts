/** A lock that was not to be had in time, a deadlock, a serialization failure, and an invoice that something else wrote first. */
const PASSING: ReadonlySet<unknown> = new Set(['55P03', '40P01', '40001', '23505'])

/** May the same merge succeed at once, because what stopped it has passed by then? */
export const isPassing = (error: unknown): boolean => PASSING.has((error as { code?: unknown } | null)?.code)

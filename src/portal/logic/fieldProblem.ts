import type { RequestError } from '../api/RequestError.ts'

/** The message of a refusal that is about one field, which `codes` belong to; null for any other. */
export const fieldProblem = (error: RequestError | null, ...codes: string[]): string | null =>
  error && codes.includes(error.code) ? error.message : null

/** The refusal when it is about no field that already shows it. */
export const otherProblem = (error: RequestError | null, ...codes: string[]): RequestError | null =>
  error && codes.includes(error.code) ? null : error

import { AdminApiError } from './AdminApiError.ts'

/** What to show of an error. */
export function errorMessage(error: unknown): string {
  return error instanceof AdminApiError ? error.message : 'Something went wrong. Please try again.'
}

import { ValidationError } from 'payload'

/** Why a row of an import was refused, and its column, in words that staff may read. */
export function rowProblem(error: unknown): { reason: string; column: string | null } {
  const fields = error instanceof ValidationError ? error.data.errors : []
  const [field] = fields
  if (field) return { reason: field.message, column: field.path }
  const isPublic = (error as { isPublic?: unknown }).isPublic === true
  return { reason: isPublic && error instanceof Error ? error.message : 'This row could not be stored.', column: null }
}

import { AdminApiError } from './AdminApiError.ts'

type Detail = { message?: unknown; data?: { code?: unknown; errors?: { message?: unknown }[] } | null }

const asText = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

const FALLBACKS: Readonly<Record<number, string>> = {
  401: 'Your session has ended. Please log in again.',
  403: 'You are not allowed to do this.',
  404: 'Not found. It may have been deleted in the meantime.',
  429: 'Too many requests. Please wait a moment and try again.',
}

/** Turns an answer in Payload's error shape into an error; what a field's check said comes before the general message. */
export function readAdminError(status: number, body: unknown): AdminApiError {
  const errors = (body as { errors?: unknown } | null)?.errors
  const detail: Detail = Array.isArray(errors) ? ((errors[0] ?? {}) as Detail) : {}
  const fromFields = detail.data?.errors?.map((error) => asText(error.message)).filter((text) => text !== null)
  const message = fromFields?.length ? fromFields.join(' ') : asText(detail.message)
  return new AdminApiError({
    message: message ?? FALLBACKS[status] ?? `The server answered with an error (${status}).`,
    status,
    code: asText(detail.data?.code),
  })
}

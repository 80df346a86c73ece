import { RequestError } from './RequestError.ts'

const FALLBACKS: Readonly<Record<number, { code: string; message: string }>> = {
  401: { code: 'login_required', message: 'Please log in again.' },
  403: { code: 'forbidden', message: 'You are not allowed to do this.' },
  404: { code: 'not_found', message: 'This page or record does not exist, or is not shared with you.' },
  413: { code: 'too_large', message: 'That is more text than can be sent.' },
  429: { code: 'too_many_requests', message: 'Too many attempts. Please wait a minute and try again.' },
}

const UNREADABLE = { code: 'server_error', message: 'Something went wrong on our side. Please try again in a moment.' }

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function firstError(body: unknown): Record<string, unknown> | undefined {
  const errors = isRecord(body) && Array.isArray(body.errors) ? body.errors : []
  return errors.find(isRecord)
}

/** The messages of a refused form, field by field: Payload's `ValidationError` lists them in its data. */
function fieldMessage(data: Record<string, unknown>): string | undefined {
  const fields = Array.isArray(data.errors) ? data.errors.filter(isRecord) : []
  const messages = fields
    .map((field) => field.message)
    .filter((message): message is string => typeof message === 'string')
  return messages.length > 0 ? messages.join(' ') : undefined
}

/** Turns an answer in Payload's error shape, `{ errors: [{ message, data: { code } }] }`, into a RequestError. */
export function readError(status: number, body: unknown): RequestError {
  const fallback = FALLBACKS[status] ?? UNREADABLE
  const first = firstError(body)
  const data = isRecord(first?.data) ? first.data : {}
  const unnamed = first?.name === 'ValidationError' ? 'fields_invalid' : fallback.code
  const code = typeof data.code === 'string' ? data.code : unnamed
  const said = typeof first?.message === 'string' && first.message !== '' ? first.message : undefined
  // A message of a 5xx was not written for payers, except when it carries a code of ours.
  const usable = status < 500 || typeof data.code === 'string' ? (fieldMessage(data) ?? said) : undefined
  return new RequestError({ code, status, message: usable ?? fallback.message, data })
}

export const networkError = (): RequestError =>
  new RequestError({
    code: 'network',
    status: 0,
    message: 'There is no connection to the server. Please check your network and try again.',
  })

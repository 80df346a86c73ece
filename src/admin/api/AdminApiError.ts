/** A refusal by the server: a message fit to show, the stable code when there is one, and the HTTP status (0: no answer). */
export class AdminApiError extends Error {
  readonly status: number
  readonly code: string | null
  constructor({ message, status, code = null }: { message: string; status: number; code?: string | null }) {
    super(message)
    this.name = 'AdminApiError'
    this.status = status
    this.code = code
  }
}

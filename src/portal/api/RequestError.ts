/** What went wrong with one request: `code` is the answer's `data.code`, or `network` when no answer came. */
export class RequestError extends Error {
  readonly code: string
  readonly status: number
  readonly data: Readonly<Record<string, unknown>>

  constructor(facts: { code: string; status: number; message: string; data?: Record<string, unknown> }) {
    super(facts.message)
    this.name = 'RequestError'
    this.code = facts.code
    this.status = facts.status
    this.data = facts.data ?? {}
  }

  /**
   * Whether the server may have acted although no clear answer came. Such a request is only ever
   * repeated word for word under its own Idempotency-Key, never as a new one.
   */
  get isUndecided(): boolean {
    return this.status === 0 || (this.status >= 500 && this.code !== 'payments_unavailable')
  }

  /** Whether it is about a mailed link that was used, or is over. */
  get isLinkOver(): boolean {
    return this.code === 'token_invalid'
  }
}

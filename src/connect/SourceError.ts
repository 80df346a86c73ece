/**
 * A billing source could not do what it was asked. `temporary`: the same call may work later (the
 * system is down, busy or restarting). Otherwise the system refused, and a repeat would be refused
 * again until somebody changes something. The message is shown to staff, never to payers.
 */
export class SourceError extends Error {
  readonly temporary: boolean
  constructor(message: string, options: { temporary: boolean; cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'SourceError'
    this.temporary = options.temporary
  }
}

import type { Store } from '../state/Store.ts'
import { invalid, StripeFault } from './StripeFault.ts'

const DAY = 86_400

/** Results by idempotency key: the first one is kept for 24 hours of the stand-in's clock. */
export class Idempotency {
  constructor(private readonly store: Store) {}

  /** The kept result of this key, or null when the request has to run. Throws on reuse with other parameters. */
  begin(key: string, fingerprint: string): { status: number; body: string } | null {
    if (key.length > 255)
      throw invalid('Idempotency keys can be at most 255 characters long.', { code: 'idempotency_key_too_long' })
    const kept = this.store.get('kept', key)
    if (kept && this.store.now() - kept.at < DAY) {
      if (kept.fingerprint === fingerprint) return kept
      throw new StripeFault(400, {
        type: 'idempotency_error',
        message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
      })
    }
    return null
  }

  /** Keeps the result of a request that was begun; one refused before that is not kept. */
  end(key: string, result: { fingerprint: string; status: number; body: string }): void {
    this.store.put('kept', { id: key, at: this.store.now(), ...result })
  }
}

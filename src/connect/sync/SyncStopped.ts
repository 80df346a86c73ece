type Why = 'vanishing' | 'older'

/** A read that must not be merged without somebody looking: nothing was changed. Too much is gone from it, or it is older than the mirror. */
export class SyncStopped extends Error {
  override readonly name = 'SyncStopped'
  readonly why: Why
  constructor(why: Why, message: string) {
    super(message)
    this.why = why
  }
}

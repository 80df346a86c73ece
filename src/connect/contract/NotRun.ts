/** A check that was not given what it needs; the message says what. */
export class NotRun extends Error {
  override readonly name = 'NotRun'
}

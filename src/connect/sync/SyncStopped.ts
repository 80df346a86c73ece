/** A complete read that looks wrong: nothing is merged before staff say that it is right. */
export class SyncStopped extends Error {
  override readonly name = 'SyncStopped'
}

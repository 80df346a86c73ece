import type { Judge } from '../schemas/Judge.ts'
import type { Store } from '../state/Store.ts'

/** What every handler works with. */
export type Fake = {
  store: Store
  judge: Judge
  /** Origin under which the stand-in is reached, for links in its answers. */
  baseUrl: () => string
  /** Takes the ids of new events; they are delivered after the answer (or before it, when so configured). */
  outbox: string[]
}

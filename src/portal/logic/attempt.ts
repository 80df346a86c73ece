import type { Id, PaymentRequest } from '../api/types.ts'
import type { Basket } from './selection.ts'

/** A payment that was sent and has no clear answer yet. It is repeated word for word, under the same key. */
export type Attempt = { key: string; request: PaymentRequest }

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

function read<Value>(store: Store, name: string): Value | null {
  try {
    const text = store.getItem(name)
    return text === null ? null : (JSON.parse(text) as Value)
  } catch {
    // Storage may be switched off, or hold what an older version wrote: as if nothing was kept.
    return null
  }
}

/**
 * What this tab remembers of paying: the basket, and the attempt that waits for its answer. Kept per
 * payer, so that switching records mixes nothing, and in the tab's storage, so that a reload loses nothing.
 */
export function payMemory(store: Store, payer: Id) {
  const basketName = `payer-portal:basket:${payer}`
  const attemptName = `payer-portal:attempt:${payer}`
  const write = (name: string, value: unknown): void => {
    try {
      store.setItem(name, JSON.stringify(value))
    } catch {
      // Full or switched off: the page in front of the payer still holds it.
    }
  }
  return {
    basket: () => read<Basket>(store, basketName),
    keepBasket: (basket: Basket) => write(basketName, basket),
    forgetBasket: () => store.removeItem(basketName),
    attempt: () => read<Attempt>(store, attemptName),
    keepAttempt: (attempt: Attempt) => write(attemptName, attempt),
    forgetAttempt: () => store.removeItem(attemptName),
  }
}

/** A new attempt with a key of its own. Only for a request that was never sent before. */
export const newAttempt = (request: PaymentRequest): Attempt => ({ key: crypto.randomUUID(), request })

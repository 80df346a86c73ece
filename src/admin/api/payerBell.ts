const bell = new EventTarget()

const nameOf = (payer: number | string): string => `login-${payer}`

/** Tells everything on the page that shows this payer's login that something was done about it. */
export function ringLogin(payer: number | string): void {
  bell.dispatchEvent(new Event(nameOf(payer)))
}

/** Calls `then` at each ring for this payer. Returns what ends it. */
export function onLoginRing(payer: number | string, then: () => void): () => void {
  const name = nameOf(payer)
  bell.addEventListener(name, then)
  return () => bell.removeEventListener(name, then)
}

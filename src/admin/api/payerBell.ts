const bell = new EventTarget()

const nameOf = (payer: number | string): string => `payer-${payer}`

/** Tells everything on the page that shows this payer that something was done about the login, the people or the record. */
export function ringPayer(payer: number | string): void {
  bell.dispatchEvent(new Event(nameOf(payer)))
}

/** Calls `then` at each ring for this payer. Returns what ends it. */
export function onPayerRing(payer: number | string, then: () => void): () => void {
  const name = nameOf(payer)
  bell.addEventListener(name, then)
  return () => bell.removeEventListener(name, then)
}

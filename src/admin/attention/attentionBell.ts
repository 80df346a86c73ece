const bell = new EventTarget()

/** Tells the count in the navigation that something on the list has changed. */
export const ringAttention = (): void => void bell.dispatchEvent(new Event('ring'))

/** Calls `then` at each ring. Returns what ends it. */
export function onAttentionRing(then: () => void): () => void {
  bell.addEventListener('ring', then)
  return () => bell.removeEventListener('ring', then)
}

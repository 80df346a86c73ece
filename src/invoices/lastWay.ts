import type { Payload } from 'payload'

const MILLISECONDS = 60_000
const MOST = 10_000

type Remembered = Map<string, { way: string; until: number }>
const remembered = new WeakMap<Payload, Remembered>()

function of(payload: Payload): Remembered {
  const known = remembered.get(payload) ?? new Map()
  remembered.set(payload, known)
  return known
}

/**
 * By which statement something was read last, within a minute, so that it is tried first. Only a guess of what is fast:
 * each statement says itself whether its answer is whole, so that an old guess never changes an answer.
 */
export function lastWay<Way extends string>(payload: Payload, key: string): Way | undefined {
  const last = of(payload).get(key)
  return last && last.until > Date.now() ? (last.way as Way) : undefined
}

export function rememberWay(payload: Payload, key: string, way: string): void {
  if (lastWay(payload, key) === way) return
  const ways = of(payload)
  if (ways.size >= MOST) ways.clear()
  ways.set(key, { way, until: Date.now() + MILLISECONDS })
}

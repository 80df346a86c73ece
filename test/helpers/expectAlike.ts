import { compareTimes, type Way } from './compareTimes.ts'
import type { Answer } from './host/bootHost.ts'

/** What hashing a password takes varies by more than a millisecond. */
export const HASHING_MS = 10

/** What a caller can see of an answer besides its time. */
const shapeOf = ({ status, text, headers }: Answer): string =>
  JSON.stringify([
    status,
    text.replace(/"retryAfter":\d+/, ''),
    [...headers].filter(([name]) => name !== 'retry-after').sort(),
  ])

type Ways = Record<string, () => Promise<Answer>>

/** Asks once in each way, and expects one answer. */
export async function expectOneShape(ways: Ways): Promise<void> {
  const shapes: Record<string, string> = {}
  for (const [name, ask] of Object.entries(ways)) shapes[name] = shapeOf(await ask())
  const [first] = Object.values(shapes)
  expect(shapes).toEqual(Object.fromEntries(Object.keys(ways).map((name) => [name, first])))
}

/** Asks in each way, and expects one answer and no time by which to tell the ways apart. */
export async function expectAlike(ways: Ways, before: () => Promise<unknown>, delay?: number): Promise<void> {
  const shapes = new Map<string, Set<string>>()
  const watched = Object.entries(ways).map(
    ([name, ask]): Way => ({
      name,
      ask: async () => {
        const shape = shapeOf(await ask())
        shapes.set(name, (shapes.get(name) ?? new Set()).add(shape))
      },
    }),
  )
  const { isSharp, seen, differences, rounds } = await compareTimes(watched, { before, ...(delay ? { delay } : {}) })
  const all = new Set([...shapes.values()].flatMap((shape) => [...shape]))
  expect([...all]).toHaveLength(1)
  expect({ isSharp, seen, ...(isSharp && seen.length === 0 ? {} : { differences, rounds }) }).toEqual({
    isSharp: true,
    seen: [],
  })
}

export type Way = {
  name: string
  /** What is timed, made anew for each sample. */
  ask: () => Promise<unknown>
}

export type Difference = {
  /** Milliseconds that a way takes longer than the first one, in its undisturbed samples. */
  shift: number
  /** Of the Mann–Whitney test on those samples: how far the two orders are apart, in standard deviations. */
  z: number
}

const DELAY_MS = 1
const ROUNDS = 60
const SEEN_Z = 4

/** The fastest third: a busy machine makes samples slower, never faster, and that is what an attacker would look at too. */
const undisturbed = (times: number[]): number[] => times.toSorted((a, b) => a - b).slice(0, Math.ceil(times.length / 3))

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** How much slower the second samples are than the first ones. */
function compare(first: number[], second: number[]): Difference {
  const ordered = [
    ...first.map((time) => ({ time, isSecond: false })),
    ...second.map((time) => ({ time, isSecond: true })),
  ].toSorted((a, b) => a.time - b.time)
  const ranks = ordered.reduce((sum, { isSecond }, at) => sum + (isSecond ? at + 1 : 0), 0)
  const [n, m] = [first.length, second.length]
  const u = ranks - (m * (m + 1)) / 2
  return { shift: mean(second) - mean(first), z: (u - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12) }
}

const isSeen = ({ shift, z }: Difference, delay: number): boolean => Math.abs(z) > SEEN_Z && Math.abs(shift) > delay / 2

/** A fixed order of pseudo-random numbers: a failure can be repeated. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

export type Comparison = {
  rounds: number
  /** Could the delay have been seen, and is the control alike? Without that the rest says nothing. */
  isSharp: boolean
  seen: string[]
  differences: Record<string, Difference>
}

/** The undisturbed samples of each block of rounds, as what they differ from the first two ways there: the machine gets slower and faster. */
function levelled(ways: Way[], times: Map<string, number[]>): Map<string, number[]> {
  const level = new Map<string, number[]>(ways.map(({ name }) => [name, []]))
  const of = (name: string | undefined, from: number) => (times.get(name ?? '') ?? []).slice(from, from + ROUNDS)
  const rounds = times.get(ways[0]?.name ?? '')?.length ?? 0
  for (let from = 0; from < rounds; from += ROUNDS) {
    const centre = mean(undisturbed([...of(ways[0]?.name, from), ...of(ways[1]?.name, from)]))
    for (const { name } of ways) level.get(name)?.push(...undisturbed(of(name, from)).map((time) => time - centre))
  }
  return level
}

type Sampled = { times: Map<string, number[]>; rounds: number; delay: number }

function judge(ways: Way[], { times, rounds, delay }: Sampled): Comparison {
  const level = levelled(ways, times)
  const of = (name: string | undefined): number[] => level.get(name ?? '') ?? []
  const base = of(ways[0]?.name)
  const control = of(ways[1]?.name)
  const differences = Object.fromEntries(ways.slice(1).map(({ name }) => [name, compare(base, of(name))]))
  const delayed = control.map((time) => time + delay)
  const isSharp = !isSeen(compare(base, control), delay) && isSeen(compare(base, delayed), delay)
  const seen = ways
    .slice(2)
    .map(({ name }) => name)
    .filter((name) => isSeen(differences[name] ?? { shift: 0, z: 0 }, delay))
  return { rounds, isSharp, seen, differences }
}

type Options = { before: () => Promise<unknown>; least?: number; most?: number; delay?: number }

/**
 * Times the ways in turn, in another order each round, and says which of them differ from the first by what an
 * attacker could see. The second way is the control: the same as the first one. It goes on from `least` up to `most` rounds, until
 * the control is alike, a delay of `delay` milliseconds is seen, and no way differs.
 */
export async function compareTimes(
  ways: Way[],
  { before, least = 200, most = 600, delay = DELAY_MS }: Options,
): Promise<Comparison> {
  const times = new Map<string, number[]>(ways.map(({ name }) => [name, []]))
  const random = numbers(20_260_301)
  let answer: Comparison
  let rounds = 0
  do {
    for (const end = rounds + ROUNDS; rounds < end; rounds += 1) {
      await before()
      for (const { name, ask } of ways
        .map((way) => ({ way, key: random() }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ way }) => way)) {
        const start = performance.now()
        await ask()
        times.get(name)?.push(performance.now() - start)
      }
    }
    answer = judge(ways, { times, rounds, delay })
  } while (rounds < least || (rounds < most && (!answer.isSharp || answer.seen.length > 0)))
  return answer
}

import { PortalError } from './errors.ts'

const RETRY_SECONDS = 5

type Args = {
  /** How many works run at the same time. */
  atOnce: number
  /** How many wait beside them. */
  waiting: number
}

/**
 * A door through which some work goes at a time, in the order in which it came. The answer runs `work` when it is
 * its turn, and throws `overloaded` at once when too many wait.
 */
export function createTurns({ atOnce, waiting }: Args): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let running = 0
  const line: (() => void)[] = []
  return async (work) => {
    if (running < atOnce) running += 1
    else if (line.length >= waiting) throw new PortalError('overloaded', { data: { retryAfter: RETRY_SECONDS } })
    else await new Promise<void>((resolve) => line.push(resolve))
    try {
      return await work()
    } finally {
      const next = line.shift()
      if (next) next()
      else running -= 1
    }
  }
}

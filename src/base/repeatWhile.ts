const FIRST_WAIT_MS = 200
const LONGEST_WAIT_MS = 5000

/** Repeats `work`, with waits that grow to five seconds, for as long as `isWorthIt` says so of what it threw; then throws that. */
export async function repeatWhile<Result>(
  work: () => Promise<Result>,
  isWorthIt: (error: unknown) => boolean,
): Promise<Result> {
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
    try {
      return await work()
    } catch (error) {
      if (!isWorthIt(error)) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, wait))
  }
}

const RETRIED = new Set(['40P01', '40001'])
const ATTEMPTS = 4

/** Repeats `work`, a whole transaction, when the database chose it to give way to another. */
export async function retryOnDeadlock<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      const code = (error as { code?: string }).code ?? ''
      if (attempt >= ATTEMPTS || !RETRIED.has(code)) throw error
    }
  }
}

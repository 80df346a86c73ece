let broken: string | null = null

/** Milliseconds: some steps press many buttons, and the browser shares two cores with the server. */
const LIMIT = 240_000

/** A test of a story: each goes on where the one before ended, so after a failure the rest fails at once. */
export function step(name: string, run: () => Promise<void>): void {
  it(
    name,
    async () => {
      if (broken) throw new Error(`An earlier step failed: ${broken}`)
      broken = name
      await run()
      broken = null
    },
    LIMIT,
  )
}

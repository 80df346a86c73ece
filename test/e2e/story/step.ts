let broken: string | null = null

/** A test of a story: each goes on where the one before ended, so after a failure the rest fails at once. */
export function step(name: string, run: () => Promise<void>): void {
  const limit = 240_000
  it(name, async () => {
    if (broken) throw new Error(`An earlier step failed: ${broken}`)
    broken = name
    await run()
    broken = null
  }, limit)
}

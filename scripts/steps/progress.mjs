const started = performance.now()

/** Seconds since the program began, such as `12.3 s`. */
const elapsed = () => `${((performance.now() - started) / 1000).toFixed(1)} s`

/** One line of progress with the time that has passed. */
export function say(text) {
  process.stdout.write(`${elapsed().padStart(8)}  ${text}\n`)
}

/** Says every quarter of a minute that something is still going on; answers what it answers. */
export async function sayWhile(what, work) {
  const timer = setInterval(() => say(`… still ${what}`), 15_000)
  try {
    return await work
  } finally {
    clearInterval(timer)
  }
}

/** Ends the program with a message for a person, without a stack. */
export function fail(text) {
  process.stderr.write(`\n${text}\n`)
  process.exit(1)
}

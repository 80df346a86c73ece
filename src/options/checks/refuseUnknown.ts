import { refuse } from './refuse.ts'

/** How many letters to insert, drop or change to make one word of the other. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at)
  for (const [at, letter] of [...from].entries()) {
    const next = [at + 1]
    for (const [column, other] of [...to].entries()) {
      const changed = (row[column] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(changed, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}

function closest(word: string, known: readonly string[]): string | undefined {
  const near = known
    .map((name) => ({ name, far: distance(word.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, far }) => far <= Math.max(2, Math.floor(name.length / 3)))
  return near.sort((a, b) => a.far - b.far)[0]?.name
}

/** Refuses what is no object, and a key that is none of `known`: a typo would leave a safety off in silence. */
export function refuseUnknown(given: unknown, { at, known }: { at: string; known: readonly string[] }): void {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) refuse(at || 'options', 'must be an object')
  const strange = Object.keys(given).find((key) => !known.includes(key))
  if (strange === undefined) return
  const meant = closest(strange, known)
  refuse(
    at ? `${at}.${strange}` : strange,
    `is not an option. ${meant ? `Did you mean \`${meant}\`?` : `Write one of ${known.join(', ')}`}`,
  )
}

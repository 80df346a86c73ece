/** Draws lines of text in a box. An empty line separates. */
export function printBox(lines: string[]): void {
  const width = Math.max(...lines.map((line) => line.length))
  const bar = '─'.repeat(width + 2)
  const rows = lines.map((line) => (line === '' ? `├${bar}┤` : `│ ${line.padEnd(width)} │`))
  process.stdout.write(`\n┌${bar}┐\n${rows.join('\n')}\n└${bar}┘\n\n`)
}

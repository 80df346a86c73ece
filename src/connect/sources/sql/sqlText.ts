/** A mapped statement as a subquery: without its closing semicolon, with `?` meaning `?`, and ended by a line of its own, since it may end in a comment. */
export function literalSql(statement: string): string {
  return `${statement
    .trim()
    .replace(/;+\s*$/, '')
    .replaceAll('?', '\\?')}\n`
}

/** `lpm.rcpt` → `"lpm"."rcpt"`. */
export function quoteName(name: string): string {
  return name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.')
    .replaceAll('?', '\\?')
}

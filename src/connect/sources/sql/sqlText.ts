/** A mapped statement as a subquery: without its closing semicolon, and with `?` meaning `?`. */
export function literalSql(statement: string): string {
  return statement
    .trim()
    .replace(/;+\s*$/, '')
    .replaceAll('?', '\\?')
}

/** `lpm.rcpt` → `"lpm"."rcpt"`. */
export function quoteName(name: string): string {
  return name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.')
    .replaceAll('?', '\\?')
}

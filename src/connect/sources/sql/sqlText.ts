/** A mapped statement without its closing semicolon. */
export const wholeStatement = (statement: string): string => statement.trim().replace(/;+\s*$/, '')

/** A mapped statement as a subquery: with `?` meaning `?`, and ended by a line of its own, since it may end in a comment. */
export function literalSql(statement: string): string {
  return `${wholeStatement(statement).replaceAll('?', '\\?')}\n`
}

/** SQL Server takes 2,100 values, Oracle 1,000 in one list. */
export const LONGEST_LIST = 900

/** So many bound values for a list. */
export const marks = (mark: string, count: number): string => Array.from({ length: count }, () => mark).join(', ')

/** A name with its dots, each part between these two signs. */
export function quoteWith(name: string, [open, close]: readonly [string, string]): string {
  return name
    .split('.')
    .map((part) => `${open}${part.replaceAll(close, close + close)}${close}`)
    .join('.')
    .replaceAll('?', '\\?')
}

/** `lpm.rcpt` → `"lpm"."rcpt"`. */
export const quoteName = (name: string): string => quoteWith(name, ['"', '"'])

type Values = Readonly<Record<string, unknown>>

export type Changed = { fields: string[]; before?: Values; after?: Values }

const MAX_TEXT = 1000

/** One way to write each value: nothing is nothing, whichever way it is not there. */
function plain(value: unknown): unknown {
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return null
  return typeof value === 'string' ? value.slice(0, MAX_TEXT) : value
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(plain(a)) === JSON.stringify(plain(b))

const pick = (values: Values, names: readonly string[]): Values =>
  Object.fromEntries(names.map((name) => [name, plain(values[name])]))

/**
 * Which of `names` differ, with their values before and after; null when none does. Without `before` it is
 * something new, without `after` something deleted: then what is set counts. Pure.
 */
export function changedFields(
  names: readonly string[],
  { before, after }: { before?: Values | null; after?: Values | null },
): Changed | null {
  const fields = names.filter((name) => !isSame(before?.[name], after?.[name]))
  if (fields.length === 0) return null
  return {
    fields,
    ...(before ? { before: pick(before, fields) } : {}),
    ...(after ? { after: pick(after, fields) } : {}),
  }
}

const SHOWN = 5

/** At most a few of many values, for a message. */
export function listed(values: Iterable<unknown>): string {
  const all = [...values].map((value) => String(value))
  return all.slice(0, SHOWN).join(', ') + (all.length > SHOWN ? ` and ${all.length - SHOWN} more` : '')
}

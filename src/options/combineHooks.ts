/** Ours run first and always; hooks of the override that are not ours follow. */
export function combineHooks<Hooks extends object>(ours: Hooks | undefined, theirs: Hooks | undefined): Hooks {
  const [own, given] = [(ours ?? {}) as Record<string, unknown[]>, (theirs ?? {}) as Record<string, unknown[]>]
  const names = new Set([...Object.keys(own), ...Object.keys(given)])
  const entries = [...names].map((name) => {
    const first = own[name] ?? []
    return [name, [...first, ...(given[name] ?? []).filter((hook) => !first.includes(hook))]]
  })
  return Object.fromEntries(entries) as Hooks
}

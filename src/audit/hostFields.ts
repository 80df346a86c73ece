import { changedFields } from './changedFields.ts'

type Values = Readonly<Record<string, unknown>>
type Args = { data: Values; before: Values | null | undefined; ours: ReadonlySet<string> }

/** Names of the host's own fields that this change sets to another value. The values are the host's, and may be secret. Pure. */
export function hostFields({ data, before, ours }: Args): string[] {
  const names = Object.keys(data).filter((name) => !ours.has(name))
  return changedFields(names, { before: before ?? {}, after: data })?.fields ?? []
}

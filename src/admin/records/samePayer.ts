export type SameReason = 'email' | 'name' | 'phone'
export type SamePayer = { id: number; name: string | null; email: string; reasons: SameReason[] }
export type DuplicateGroup = {
  reasons: SameReason[]
  payers: { id: number; name: string | null; email: string; phone: string | null }[]
}

const WORDS: Readonly<Record<SameReason, string>> = { email: 'same email', name: 'same name', phone: 'same phone' }

/** Why two records look like one payer, like `same name, same phone`. */
export const reasonText = (reasons: readonly SameReason[]): string => reasons.map((reason) => WORDS[reason]).join(', ')

/** The other payers of the groups that this one is in, each once with all reasons. */
export function othersOf(groups: readonly DuplicateGroup[], payer: number): SamePayer[] {
  const others = new Map<number, SamePayer>()
  for (const { reasons, payers } of groups)
    for (const { id, name, email } of payers) {
      if (id === payer) continue
      const known = others.get(id)?.reasons ?? []
      others.set(id, { id, name, email, reasons: [...new Set([...known, ...reasons])] })
    }
  return [...others.values()].sort((a, b) => a.id - b.id)
}

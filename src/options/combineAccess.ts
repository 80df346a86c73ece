import type { Access, Where } from 'payload'

/** Both must allow; two conditions must both hold. A condition never counts as a plain yes. */
function both(ours: Access, theirs: Access): Access {
  return async (args) => {
    const first = await ours(args)
    if (first === false) return false
    const second = await theirs(args)
    if (second === false) return false
    const conditions = [first, second].filter(
      (result): result is Where => typeof result === 'object' && result !== null,
    )
    if (conditions.length < 2) return conditions[0] ?? (first === true && second === true)
    return { and: conditions }
  }
}

type Rules<Operation extends string> = Partial<Record<Operation, Access>>

/** Our rule of each operation, and the host's beside it: both must allow. What we have no rule for stays Payload's. */
export function combineAccess<Operation extends string>(
  operations: readonly Operation[],
  { ours, theirs }: { ours: Rules<Operation> | undefined; theirs: Rules<Operation> | undefined },
): Rules<Operation> {
  const combined: Rules<Operation> = {}
  for (const operation of operations) {
    const own = ours?.[operation]
    const given = theirs?.[operation]
    if (own) combined[operation] = given && given !== own ? both(own, given) : own
  }
  return combined
}

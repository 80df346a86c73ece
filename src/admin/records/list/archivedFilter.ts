import type { Where } from 'payload'

export type ArchivedShown = 'active' | 'archived' | 'all'

type Group = { and: Where[] }

const exists = (value: boolean): Where => ({ archivedAt: { exists: value } })
const isAbout = (condition: Where): boolean => 'archivedAt' in condition

/** A filter of the list, which the panel writes as alternatives of conditions that must all hold. */
function groupsOf(where: Where | undefined): Group[] {
  const alternatives = where?.or ?? (where && Object.keys(where).length > 0 ? [where] : [])
  return alternatives.map((group) => ({ and: group.and ?? [group] }))
}

/** What the filter says about archived payers; a filter that does not say leaves them out. */
export function shownBy(where: Where | undefined): ArchivedShown {
  const said = groupsOf(where)
    .flatMap(({ and }) => and)
    .filter(isAbout)
    .map(({ archivedAt }) => String((archivedAt as { exists?: unknown }).exists))
  if (!said.includes('true')) return 'active'
  return said.includes('false') ? 'all' : 'archived'
}

/** The filter with another answer about archived payers and the rest as it was; undefined when nothing is left. */
export function withShown(where: Where | undefined, shown: ArchivedShown): Where | undefined {
  const others = groupsOf(where).map(({ and }) => and.filter((condition) => !isAbout(condition)))
  const rests = [...new Map(others.map((and) => [JSON.stringify(and), and])).values()]
  if (shown === 'active') {
    const kept = rests.filter((and) => and.length > 0)
    return kept.length > 0 ? { or: kept.map((and) => ({ and })) } : undefined
  }
  const answers = shown === 'all' ? [false, true] : [true]
  const bases = rests.length > 0 ? rests : [[]]
  return { or: bases.flatMap((and) => answers.map((value) => ({ and: [...and, exists(value)] }))) }
}

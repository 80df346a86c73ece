import type { StaffAction } from '../../options/staffActions.ts'
import { lifeOf, type RecordLife, type RecordState } from './recordState.ts'

type Action = { label: string; needs: readonly StaffAction[]; in: readonly RecordLife[] }

/** What staff can do with a record, in the order of the menu: what they must be allowed, and in which states it makes sense. */
export const RECORD_ACTIONS = {
  archive: { label: 'Archive …', needs: ['payers.write'], in: ['active'] },
  unarchive: { label: 'Unarchive …', needs: ['payers.write'], in: ['archived'] },
  merge: {
    label: 'Merge into another payer …',
    needs: ['payers.write', 'login.manage', 'associations.write'],
    in: ['active', 'archived'],
  },
  erase: { label: 'Erase contact data …', needs: ['payers.erase'], in: ['archived', 'merged'] },
} as const satisfies Record<string, Action>

export type RecordActionName = keyof typeof RECORD_ACTIONS

/** The names of what may be offered for this record. */
export function recordActionsFor(record: RecordState, may: (action: StaffAction) => boolean): RecordActionName[] {
  const life = lifeOf(record)
  return (Object.entries(RECORD_ACTIONS) as [RecordActionName, Action][])
    .filter(([, action]) => action.in.includes(life) && action.needs.every(may))
    .map(([name]) => name)
}

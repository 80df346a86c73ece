import { useAbilities } from '../state/useAbilities.ts'

/** Says, where paying would stand, why it does not: the role, or a view of staff. */
export function LooksOnly() {
  const { isView } = useAbilities()
  return (
    <p className="pp-reason">
      {isView
        ? 'Nothing can be paid in a view.'
        : 'Your role lets you look, not pay. Somebody who manages this account can change that.'}
    </p>
  )
}

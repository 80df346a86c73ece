import { useState } from 'react'
import type { GivenRole, Person } from '../api/accountTypes.ts'
import { isFixed, personStates, ROLE_CHOICES, ROLE_LABELS } from '../logic/personState.ts'
import { Badge } from '../parts/Badge.tsx'
import { Button } from '../parts/Button.tsx'
import { Choice } from '../parts/Choice.tsx'
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx'
import { ErrorNotice } from '../parts/Notice.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { useAbilities } from '../state/useAbilities.ts'
import { useAction } from '../state/useAction.ts'

/** `onChange` reads the list again; what was done is said in the page. */
type Props = { person: Person; onChange: (said: string) => void }

function usePerson({ person, onChange, onRemoved }: Props & { onRemoved: () => void }) {
  const { client } = usePortal()
  const name = person.name ?? person.email
  const role = useAction(async (wanted: GivenRole) => {
    await client.changeRole(person.id, wanted)
    onChange(`The role of ${name} is changed.`)
  })
  const invite = useAction(async () => {
    await client.invitePerson(person.id)
    onChange(`A new invite to ${person.email} is on its way. The earlier link no longer works.`)
  })
  const remove = useAction(async () => {
    await client.removePerson(person.id)
    onRemoved()
    onChange(`${name} is removed and logged out everywhere.`)
  })
  return { name, role, invite, remove }
}

function PersonTools({ person, onChange }: Props) {
  const [isAsking, setAsking] = useState(false)
  const { name, role, invite, remove } = usePerson({ person, onChange, onRemoved: () => setAsking(false) })
  if (person.role === 'owner') return null
  return (
    <div className="pp-person-tools pp-form">
      <Choice
        label="Role"
        of={name}
        value={person.role}
        options={ROLE_CHOICES}
        onChange={(wanted) => wanted !== person.role && role.run(wanted)}
      />
      <ErrorNotice error={role.error ?? invite.error} />
      <div className="pp-actions">
        {!person.hasLogin && (
          <Button
            onPress={() => invite.run()}
            isPending={invite.isPending}
            aria-label={`Send the invite again: ${name}`}
          >
            Send the invite again
          </Button>
        )}
        <Button look="quiet" onPress={() => setAsking(true)} aria-label={`Remove ${name}`}>
          Remove
        </Button>
      </div>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title="Remove this person?"
        confirm="Remove"
        keep="Go back"
        action={remove}
      >
        <p>
          <bdi>{name}</bdi> can then no longer see or pay anything here, and is logged out at once.
        </p>
      </ConfirmDialog>
    </div>
  )
}

/** One person: who it is, how the access stands, and, where that may be changed, what can be done. */
export function PersonCard({ person, onChange }: Props) {
  const { canManage } = useAbilities()
  const states = [{ label: ROLE_LABELS[person.role] ?? person.role, tone: 'neutral' } as const, ...personStates(person)]
  return (
    <li className="pp-card pp-person">
      <div className="pp-person-text">
        <h2>
          <bdi>{person.name ?? person.email}</bdi>
          {person.isSelf && ' (you)'}
        </h2>
        {person.name && (
          <p className="pp-muted pp-email">
            <bdi>{person.email}</bdi>
          </p>
        )}
        <p className="pp-person-state">
          {states.map((state) => (
            <Badge key={state.label} state={state} />
          ))}
        </p>
        {canManage && person.role === 'owner' && !person.isSelf && (
          <p className="pp-help">The owner's access is changed by the firm.</p>
        )}
        {canManage && person.isSelf && person.role !== 'owner' && (
          <p className="pp-help">Your own role is changed by somebody else who manages people.</p>
        )}
      </div>
      {canManage && !isFixed(person) && <PersonTools person={person} onChange={onChange} />}
    </li>
  )
}

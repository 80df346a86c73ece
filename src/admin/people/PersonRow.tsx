'use client'

import { Button, useModal } from '@payloadcms/ui'
import type { PayerId } from '../api/usePayerData.ts'
import { ActionDialog } from '../dialog/ActionDialog.tsx'
import { InvitePill } from '../login/InvitePill.tsx'
import { type Person, roleText } from './person.ts'
import { PERSON_ACTIONS, type PersonAction } from './personActions.tsx'
import { RoleDialog } from './RoleDialog.tsx'
import type { PeopleActions } from './usePeople.ts'

type Props = { payer: PayerId; person: Person; hasAccess: boolean; actions: PeopleActions | null }

const isActionShown = ({ person, hasAccess }: Props, action: PersonAction): boolean =>
  action.isShown(person, { isOn: hasAccess })

function PersonButtons(props: Props & { slugOf: (name: string) => string }) {
  const { openModal } = useModal()
  const { person, slugOf } = props
  const common = { size: 'small', margin: false } as const
  const named = (label: string) => ({ 'aria-label': `${label}: ${person.email}` })
  return (
    <div className="ppa-controls ppa-controls--end">
      <Button
        {...common}
        buttonStyle="secondary"
        extraButtonProps={named('Change role')}
        onClick={() => openModal(slugOf('role'))}
      >
        Change role
      </Button>
      {PERSON_ACTIONS.filter((action) => isActionShown(props, action)).map(({ name, label, tone }) => (
        <Button
          key={name}
          {...common}
          buttonStyle="secondary"
          {...(tone === 'danger' ? { className: 'ppa-danger-quiet' } : {})}
          extraButtonProps={named(label)}
          onClick={() => openModal(slugOf(name))}
        >
          {label}
        </Button>
      ))}
    </div>
  )
}

function PersonDialogs({ person, actions, slugOf }: Props & { slugOf: (name: string) => string }) {
  if (!actions) return null
  return (
    <>
      <RoleDialog slug={slugOf('role')} person={person} onChange={(role) => actions.changeRole(person, role)} />
      {PERSON_ACTIONS.map((action) => (
        <ActionDialog
          key={action.name}
          slug={slugOf(action.name)}
          heading={action.heading}
          confirmLabel={action.label}
          tone={action.tone}
          onConfirm={() => actions.run(action, person)}
        >
          {action.explain(person.email)}
        </ActionDialog>
      ))}
    </>
  )
}

/** One person of a payer. The owner is kept by the email and the toggle of the record. */
export function PersonRow(props: Props) {
  const { payer, person, actions } = props
  const { email, name, role, invite, mailProblem } = person
  const slugOf = (action: string) => `payer-person-${action}-${payer}-${person.id}`
  const isOwner = role === 'owner'
  return (
    <tr>
      <th scope="row" data-label="Person">
        <div>
          <div>{email}</div>
          {name ? <div className="ppa-muted">{name}</div> : null}
          {mailProblem ? <div className="ppa-error">Mails come back: {mailProblem}</div> : null}
        </div>
      </th>
      <td data-label="Role">{roleText(role)}</td>
      <td data-label="Invite">
        <InvitePill status={invite.status} />
        {invite.status === 'failed' && invite.error ? <div className="ppa-error">{invite.error}</div> : null}
      </td>
      <td className="ppa-actions">
        {isOwner ? <span className="ppa-muted">By the email above</span> : null}
        {actions && !isOwner ? <PersonButtons {...props} slugOf={slugOf} /> : null}
        {isOwner ? null : <PersonDialogs {...props} slugOf={slugOf} />}
      </td>
    </tr>
  )
}

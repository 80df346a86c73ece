'use client'

import { useState } from 'react'
import type { GivenRole } from '../../login/people/personRoles.ts'
import { ActionDialog } from '../dialog/ActionDialog.tsx'
import { TextInput } from '../fields/TextInput.tsx'
import { RoleSelect } from './RoleSelect.tsx'
import type { NewPerson } from './usePeople.ts'

type Props = { slug: string; hasAccess: boolean; onAdd: (person: NewPerson) => Promise<void> }

const NOBODY = { email: '', name: '', role: 'pay' as GivenRole }

/** Adds a person who may act for the payer; where login access is on the welcome mail goes out at once. */
export function AddPersonDialog({ slug, hasAccess, onAdd }: Props) {
  const [typed, setTyped] = useState(NOBODY)
  const change = (part: Partial<NewPerson>) => setTyped({ ...typed, ...part })
  const email = typed.email.trim()
  const confirm = async () => {
    await onAdd({ ...typed, email })
    setTyped(NOBODY)
  }
  return (
    <ActionDialog
      slug={slug}
      heading="Invite a person"
      confirmLabel={hasAccess ? 'Invite' : 'Add'}
      canConfirm={/^\S+@\S+$/.test(email)}
      onConfirm={confirm}
    >
      <p>
        The person gets a login of their own for this payer.{' '}
        {hasAccess
          ? 'One welcome mail goes out now. Somebody who has a login already confirms with its password.'
          : 'Login access is off: the welcome mail goes out when it is switched on.'}
      </p>
      <TextInput label="Email" type="email" value={typed.email} onChange={(value) => change({ email: value })} />
      <TextInput label="Name" value={typed.name} onChange={(name) => change({ name })} />
      <RoleSelect role={typed.role} onChange={(role) => change({ role })} />
    </ActionDialog>
  )
}

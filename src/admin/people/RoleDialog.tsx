'use client'

import { useState } from 'react'
import type { GivenRole } from '../../login/people/personRoles.ts'
import { ActionDialog } from '../dialog/ActionDialog.tsx'
import type { Person } from './person.ts'
import { RoleSelect } from './RoleSelect.tsx'

type Props = { slug: string; person: Person; onChange: (role: GivenRole) => Promise<void> }

/** Changes what a person may do; it counts on the person's next request. */
export function RoleDialog({ slug, person, onChange }: Props) {
  const now: GivenRole = person.role === 'owner' ? 'manage' : person.role
  const [chosen, setChosen] = useState<GivenRole | null>(null)
  const role = chosen ?? now
  const confirm = async () => {
    await onChange(role)
    setChosen(null)
  }
  return (
    <ActionDialog
      slug={slug}
      heading="Change the role"
      confirmLabel="Change role"
      canConfirm={role !== now}
      onConfirm={confirm}
    >
      <p>
        What <strong>{person.email}</strong> may do for this payer, from the next request on.
      </p>
      <RoleSelect role={role} onChange={setChosen} />
    </ActionDialog>
  )
}

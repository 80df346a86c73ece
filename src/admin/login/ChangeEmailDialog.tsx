'use client'

import { useId, useState } from 'react'
import { ActionDialog } from '../dialog/ActionDialog.tsx'

type Props = { slug: string; email: string; onChange: (email: string) => Promise<void> }

/** The change of email that keeps login, saved methods, associations and history. */
export function ChangeEmailDialog({ slug, email, onChange }: Props) {
  const [typed, setTyped] = useState('')
  const id = useId()
  const next = typed.trim()
  const confirm = async () => {
    await onChange(next)
    setTyped('')
  }
  return (
    <ActionDialog
      slug={slug}
      heading="Change the email of this login"
      confirmLabel="Change email"
      canConfirm={/^\S+@\S+$/.test(next)}
      onConfirm={confirm}
    >
      <p>
        The login, saved payment methods, associations and history stay. The new address gets a link to confirm it;
        until then <strong>{email}</strong> keeps working. An invite that was not accepted yet goes to the new address
        instead.
      </p>
      <div className="ppa-field">
        <label htmlFor={id}>New email</label>
        <input
          id={id}
          type="email"
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
    </ActionDialog>
  )
}

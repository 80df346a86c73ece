'use client'

import { useId, useState } from 'react'
import { ActionDialog } from '../dialog/ActionDialog.tsx'
import type { LoginDialogSlugs } from './loginDialogSlugs.ts'
import type { LoginState } from './loginState.ts'
import type { LoginActions } from './useLoginActions.ts'

type Props = { state: LoginState; slugs: LoginDialogSlugs; actions: LoginActions }

/** The change of email that keeps login, saved methods, associations and history. */
export function ChangeEmailDialog({ state, slugs, actions }: Props) {
  const [email, setEmail] = useState('')
  const id = useId()
  const next = email.trim()
  const confirm = async () => {
    await actions.changeEmail(next)
    setEmail('')
  }
  return (
    <ActionDialog
      slug={slugs.email}
      heading="Change the email of this login"
      confirmLabel="Change email"
      canConfirm={/^\S+@\S+$/.test(next)}
      onConfirm={confirm}
    >
      <p>
        The login, saved payment methods, associations and history stay. The new address gets a link to confirm it;
        until then <strong>{state.email}</strong> keeps working. An invite that was not accepted yet goes to the new
        address instead.
      </p>
      <div className="ppa-field">
        <label htmlFor={id}>New email</label>
        <input
          id={id}
          type="email"
          autoComplete="off"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </div>
    </ActionDialog>
  )
}

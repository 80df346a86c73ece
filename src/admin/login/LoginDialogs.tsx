'use client'

import { ActionDialog } from '../dialog/ActionDialog.tsx'
import { ChangeEmailDialog } from './ChangeEmailDialog.tsx'
import type { LoginDialogSlugs } from './loginDialogSlugs.ts'
import type { LoginState } from './loginState.ts'
import type { LoginActions } from './useLoginActions.ts'

type Props = { state: LoginState; slugs: LoginDialogSlugs; actions: LoginActions }

function SwitchOn({ state, slugs, actions }: Props) {
  return (
    <ActionDialog
      slug={slugs.access}
      heading="Switch login access on?"
      confirmLabel="Switch on and send"
      onConfirm={() => actions.setAccess(true)}
    >
      <p>
        One welcome mail goes to <strong>{state.email}</strong>, with the address of the portal and a link to create a
        password. The link works once and for a limited time.
      </p>
    </ActionDialog>
  )
}

function SwitchOff({ state, slugs, actions }: Props) {
  return (
    <ActionDialog
      slug={slugs.access}
      heading="Switch login access off?"
      confirmLabel="Switch off"
      tone="danger"
      onConfirm={() => actions.setAccess(false)}
    >
      <p>
        <strong>{state.email}</strong> is logged out everywhere at once, and links in mails stop working.
      </p>
      <p>
        Payments that are being processed finish and their receipts are still mailed; payments that can be cancelled are
        cancelled. The payer, associations and history stay. Switching on again sends a new welcome mail.
      </p>
    </ActionDialog>
  )
}

function Reset({ state, slugs, actions }: Props) {
  return (
    <ActionDialog
      slug={slugs.reset}
      heading="Reset the password?"
      confirmLabel="Mail a reset link"
      tone="info"
      onConfirm={actions.resetPassword}
    >
      <p>
        A link to choose a new password is mailed to <strong>{state.email}</strong>. The present password works until a
        new one has been chosen.
      </p>
    </ActionDialog>
  )
}

function Delete({ state, slugs, actions }: Props) {
  return (
    <ActionDialog
      slug={slugs.delete}
      heading="Delete this login?"
      confirmLabel="Delete login"
      tone="danger"
      onConfirm={actions.deleteLogin}
    >
      <p>
        The login of <strong>{state.email}</strong> is removed at once and every session ends. The payer, saved payment
        methods, associations and payment history stay.
      </p>
      <p>After that the email is free to edit, and login access can be switched on again.</p>
    </ActionDialog>
  )
}

function Invite({ state, slugs, actions }: Props) {
  return (
    <ActionDialog
      slug={slugs.invite}
      heading="Send the invite again?"
      confirmLabel="Send invite again"
      onConfirm={actions.inviteAgain}
    >
      <p>
        A new welcome mail goes to <strong>{state.email}</strong>. The link in the earlier mail stops working.
      </p>
    </ActionDialog>
  )
}

/** The dialogs behind the toggle and the buttons; closed ones render nothing. */
export function LoginDialogs(props: Props) {
  return (
    <>
      {props.state.loginAccess ? <SwitchOff {...props} /> : <SwitchOn {...props} />}
      <Reset {...props} />
      <Delete {...props} />
      <Invite {...props} />
      <ChangeEmailDialog {...props} />
    </>
  )
}

'use client'

import { ActionDialog } from '../dialog/ActionDialog.tsx'
import { ChangeEmailDialog } from './ChangeEmailDialog.tsx'
import { LOGIN_ACTIONS } from './loginActions.tsx'
import type { LoginState } from './loginState.ts'
import type { LoginActions } from './useLoginActions.ts'

type Props = { state: LoginState; slugOf: (name: string) => string; actions: LoginActions }

/** The dialogs behind the toggle and the buttons; closed ones render nothing. */
export function LoginDialogs({ state, slugOf, actions }: Props) {
  return (
    <>
      {LOGIN_ACTIONS.map((action) => (
        <ActionDialog
          key={action.name}
          slug={slugOf(action.name)}
          heading={action.heading}
          confirmLabel={action.confirmLabel}
          tone={action.tone}
          onConfirm={() => actions.run(action)}
        >
          {action.explain(state.email)}
        </ActionDialog>
      ))}
      <ChangeEmailDialog slug={slugOf('email')} email={state.email} onChange={actions.changeEmail} />
    </>
  )
}

'use client'

import { ActionDialog } from '../dialog/ActionDialog.tsx'
import type { LoginAction } from './loginActions.tsx'
import type { LoginState } from './loginState.ts'

type Props = {
  actions: readonly LoginAction[]
  state: LoginState
  slugOf: (name: string) => string
  run: (action: LoginAction) => Promise<void>
}

/** The dialogs behind the toggle or the buttons; closed ones render nothing. */
export function LoginDialogs({ actions, state, slugOf, run }: Props) {
  return actions.map((action) => (
    <ActionDialog
      key={action.name}
      slug={slugOf(action.name)}
      heading={action.heading}
      confirmLabel={action.confirmLabel}
      tone={action.tone}
      onConfirm={() => run(action)}
    >
      {action.explain(state)}
    </ActionDialog>
  ))
}

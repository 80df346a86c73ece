'use client'

import { Button, useModal } from '@payloadcms/ui'
import type { LoginDialogSlugs } from './loginDialogSlugs.ts'
import { canInviteAgain, type LoginState } from './loginState.ts'

type Props = { state: LoginState; slugs: LoginDialogSlugs }

/** Blue: reset the password. Red: delete the login. Each opens a dialog first. */
export function LoginButtons({ state, slugs }: Props) {
  const { openModal } = useModal()
  const common = { size: 'small', margin: false } as const
  return (
    <div className="ppa-login__buttons">
      {state.loginAccess ? (
        <Button {...common} className="ppa-info" onClick={() => openModal(slugs.reset)}>
          Reset password
        </Button>
      ) : null}
      <Button {...common} className="ppa-danger" onClick={() => openModal(slugs.delete)}>
        Delete login
      </Button>
      {canInviteAgain(state) ? (
        <Button {...common} buttonStyle="secondary" onClick={() => openModal(slugs.invite)}>
          Send invite again
        </Button>
      ) : null}
      {state.loginAccess ? (
        <Button {...common} buttonStyle="secondary" onClick={() => openModal(slugs.email)}>
          Change email
        </Button>
      ) : null}
    </div>
  )
}

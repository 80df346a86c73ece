'use client'

import { Button, useModal } from '@payloadcms/ui'
import { LOGIN_ACTIONS } from './loginActions.tsx'
import type { LoginState } from './loginState.ts'

type Props = { state: LoginState; slugOf: (name: string) => string }

/** Blue: reset the password. Red: delete the login. Each opens a dialog first. */
export function LoginButtons({ state, slugOf }: Props) {
  const { openModal } = useModal()
  const common = { size: 'small', margin: false } as const
  return (
    <div className="ppa-login__buttons">
      {LOGIN_ACTIONS.map(({ name, button, tone }) => {
        if (!button?.isShown(state)) return null
        const look = tone ? { className: `ppa-${tone}` } : { buttonStyle: 'secondary' as const }
        return (
          <Button key={name} {...common} {...look} onClick={() => openModal(slugOf(name))}>
            {button.label}
          </Button>
        )
      })}
      {state.loginAccess ? (
        <Button {...common} buttonStyle="secondary" onClick={() => openModal(slugOf('email'))}>
          Change email
        </Button>
      ) : null}
    </div>
  )
}

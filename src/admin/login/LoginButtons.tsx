'use client'

import { Button, useModal } from '@payloadcms/ui'
import { LOGIN_ACTIONS, type LoginLineName } from './loginActions.tsx'
import { canChangeEmail, type LoginState } from './loginState.ts'

type Props = { line: LoginLineName; state: LoginState; slugOf: (name: string) => string }

const COMMON = { size: 'small', margin: false } as const

/** The buttons of one line of the panel. Each opens a dialog first; blue mails a link, red takes something away. */
export function LoginButtons({ line, state, slugOf }: Props) {
  const { openModal } = useModal()
  const shown = LOGIN_ACTIONS.filter(({ button }) => button?.line === line && button.isShown(state))
  const hasChange = line === 'email' && canChangeEmail(state)
  if (shown.length === 0 && !hasChange) return null
  return (
    <div className="ppa-controls">
      {hasChange ? (
        <Button {...COMMON} buttonStyle="secondary" onClick={() => openModal(slugOf('email'))}>
          Change email
        </Button>
      ) : null}
      {shown.map(({ name, button, tone }) => (
        <Button
          key={name}
          {...COMMON}
          {...(tone ? { className: `ppa-${tone}` } : { buttonStyle: 'secondary' })}
          onClick={() => openModal(slugOf(name))}
        >
          {button?.label}
        </Button>
      ))}
    </div>
  )
}

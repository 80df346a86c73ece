'use client'

import { useDocumentInfo, useModal } from '@payloadcms/ui'
import { useId } from 'react'
import { useStaffMay } from '../api/useStaffMay.ts'
import { AdminStyles } from '../styles/AdminStyles.tsx'
import { InviteState } from './InviteState.tsx'
import { LoginButtons } from './LoginButtons.tsx'
import { LoginDialogs } from './LoginDialogs.tsx'
import { toggleAction } from './loginActions.tsx'
import { loginDialogSlug } from './loginDialogSlug.ts'
import { useLoginActions } from './useLoginActions.ts'
import { useLoginState } from './useLoginState.ts'

type ToggleProps = { id: string; isOn: boolean; isDisabled: boolean; describedBy: string; onToggle: () => void }

function Toggle({ id, isOn, isDisabled, describedBy, onToggle }: ToggleProps) {
  return (
    <button
      type="button"
      id={id}
      role="switch"
      className="ppa-switch"
      aria-checked={isOn}
      aria-label="Login Access"
      aria-describedby={describedBy}
      disabled={isDisabled}
      onClick={onToggle}
    >
      <span className="ppa-switch__knob" aria-hidden="true" />
      <span className="ppa-switch__text">{isOn ? 'On' : 'Off'}</span>
    </button>
  )
}

/**
 * The toggle at the right of the email, with the state of the welcome mail and what staff can do about the
 * login. It saves by itself, so that a form opened earlier cannot switch access back.
 */
export function LoginAccess() {
  const { id: given } = useDocumentInfo()
  const id = given ?? null
  const { data: state, error, reload } = useLoginState(id)
  const actions = useLoginActions({ id, state, reload })
  const { openModal } = useModal()
  const canManage = useStaffMay()('login.manage')
  const slugOf = (name: string) => loginDialogSlug({ id, name })
  const stateId = useId()
  return (
    <div className="field-type ppa-login">
      <AdminStyles />
      <span className="field-label">Login Access</span>
      <Toggle
        id="login-access"
        isOn={state?.loginAccess ?? false}
        isDisabled={!state || !canManage}
        describedBy={stateId}
        onToggle={() => state && openModal(slugOf(toggleAction(state).name))}
      />
      <InviteState id={stateId} isSaved={id !== null} state={state} error={error} />
      {state && canManage ? <LoginButtons state={state} slugOf={slugOf} /> : null}
      {state && canManage ? <LoginDialogs state={state} slugOf={slugOf} actions={actions} /> : null}
    </div>
  )
}

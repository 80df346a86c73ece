'use client'

import { useDocumentInfo, useModal } from '@payloadcms/ui'
import { useId } from 'react'
import { useStaffMay } from '../api/useStaffMay.ts'
import { AdminStyles } from '../styles/AdminStyles.tsx'
import { LoginDialogs } from './LoginDialogs.tsx'
import { TOGGLE_ACTIONS, toggleAction } from './loginActions.tsx'
import { loginDialogSlug } from './loginDialogSlug.ts'
import { accessText, type LoginState } from './loginState.ts'
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

function hintOf({ isSaved, state, error }: { isSaved: boolean; state: LoginState | null; error: string | null }) {
  if (!isSaved) return 'Save the payer first, then switch login access on.'
  if (error) return error
  return state ? accessText(state) : 'Loading …'
}

/**
 * The toggle at the right of the email. It saves by itself, so that a form opened earlier cannot switch access
 * back. What else there is to a login stands in the panel below.
 */
export function LoginAccess() {
  const { id: given } = useDocumentInfo()
  const id = given ?? null
  const { data: state, error, reload } = useLoginState(id)
  const { run } = useLoginActions({ id, state, reload })
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
      <p id={stateId} className="ppa-login__state">
        {hintOf({ isSaved: id !== null, state, error })}
      </p>
      {state && canManage ? <LoginDialogs actions={TOGGLE_ACTIONS} state={state} slugOf={slugOf} run={run} /> : null}
    </div>
  )
}

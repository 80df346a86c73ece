'use client'

import { useDocumentInfo } from '@payloadcms/ui'
import { useId } from 'react'
import type { AdminApi } from '../api/useAdminApi.ts'
import { type PayerId, usePayerData } from '../api/usePayerData.ts'
import { useStaffRights } from '../api/useStaffRights.ts'
import { useWhen } from '../api/useWhen.ts'
import { LoadState } from '../parts/LoadState.tsx'
import { PanelSection } from '../parts/PanelSection.tsx'
import { ChangeEmailDialog } from './ChangeEmailDialog.tsx'
import { LoginDialogs } from './LoginDialogs.tsx'
import { LoginLines } from './LoginLines.tsx'
import { LOGIN_ACTIONS } from './loginActions.tsx'
import { loginDialogSlug } from './loginDialogSlug.ts'
import type { LoginState } from './loginState.ts'
import type { StaffSession } from './SessionsTable.tsx'
import { useLoginActions } from './useLoginActions.ts'
import { useLoginDetails } from './useLoginState.ts'

type At = { path: string; signal: AbortSignal }

const loadSessions = async (api: AdminApi, { path, signal }: At) =>
  (await api<{ docs: StaffSession[] }>(`${path}/sessions`, { signal })).docs

type ManageProps = { id: PayerId; state: LoginState; reload: () => Promise<LoginState | null> }

/** The panel of staff who may do something about it. */
function ManagedLogin({ id, state, reload }: ManageProps) {
  const { run, changeEmail } = useLoginActions({ id, state, reload })
  const sessions = usePayerData(id, loadSessions)
  const when = useWhen()
  const slugOf = (name: string) => loginDialogSlug({ id, name })
  return (
    <>
      <LoginLines state={state} when={when} sessions={sessions} slugOf={slugOf} />
      <LoginDialogs actions={LOGIN_ACTIONS} state={state} slugOf={slugOf} run={run} />
      <ChangeEmailDialog slug={slugOf('email')} email={state.email} onChange={changeEmail} />
    </>
  )
}

function SeenLogin({ state }: { state: LoginState }) {
  return (
    <>
      <p className="ppa-muted">Your role may look at a login, not change it: an administrator or manager can.</p>
      <LoginLines state={state} when={useWhen()} sessions={null} slugOf={null} />
    </>
  )
}

function SavedPayer({ id }: { id: PayerId }) {
  const { data: state, error, reload } = useLoginDetails(id)
  const { isKnown, may } = useStaffRights()
  const isReady = state !== null && isKnown
  return (
    <>
      <LoadState data={isReady ? state : null} error={error} />
      {isReady && may('login.manage') ? <ManagedLogin id={id} state={state} reload={reload} /> : null}
      {isReady && !may('login.manage') ? <SeenLogin state={state} /> : null}
    </>
  )
}

/** Everything about the login of a payer, below the toggle: what is so, and what staff can do about it. */
export function LoginPanel() {
  const { id } = useDocumentInfo()
  const headingId = useId()
  if (id === undefined) return null
  return (
    <PanelSection headingId={headingId}>
      <h3 id={headingId}>Login</h3>
      <SavedPayer key={id} id={id} />
    </PanelSection>
  )
}

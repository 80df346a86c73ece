'use client'

import type { Loaded } from '../api/useLoaded.ts'
import { AlsoActsFor } from './AlsoActsFor.tsx'
import { EmailLine } from './EmailLine.tsx'
import { InvitePill } from './InvitePill.tsx'
import { LoginButtons } from './LoginButtons.tsx'
import { LoginLine } from './LoginLine.tsx'
import type { LoginLineName } from './loginActions.tsx'
import { inviteText, isLoggingIn, type LoginState } from './loginState.ts'
import { SessionsTable, type StaffSession } from './SessionsTable.tsx'

type Props = {
  state: LoginState
  when: (instant: string) => string
  /** Null for staff who may only look: then there are no buttons either. */
  sessions: Loaded<StaffSession[]> | null
  slugOf: ((name: string) => string) | null
}

const FACTORS: Readonly<Record<string, string>> = { totp: 'Authenticator app', passkey: 'Passkey' }

function passwordText(state: LoginState, when: Props['when']): string {
  const until = state.facts?.lockedUntil
  if (until) return `Locked after too many wrong attempts, until ${when(until)}.`
  return isLoggingIn(state) ? 'Set by the payer; you never see it.' : 'Not chosen yet.'
}

function factorText({ facts }: LoginState): string {
  return facts?.factorKinds.map((kind) => FACTORS[kind] ?? kind).join(', ') || 'Not set up.'
}

type ButtonsProps = Pick<Props, 'state' | 'slugOf'> & { line: LoginLineName }

function Buttons({ slugOf, ...rest }: ButtonsProps) {
  return slugOf ? <LoginButtons slugOf={slugOf} {...rest} /> : null
}

/** What there is to say once login access is on. */
function AccessLines({ state, when, sessions, slugOf }: Props) {
  const common = { state, slugOf }
  return (
    <>
      <LoginLine label="Email" buttons={<Buttons line="email" {...common} />}>
        <EmailLine state={state} when={when} />
      </LoginLine>
      <LoginLine label="Password" buttons={<Buttons line="password" {...common} />}>
        <p className={state.facts?.lockedUntil ? 'ppa-error' : ''}>{passwordText(state, when)}</p>
      </LoginLine>
      <LoginLine label="Two-step login" buttons={<Buttons line="twoStep" {...common} />}>
        <p>{factorText(state)}</p>
      </LoginLine>
      {sessions ? (
        <LoginLine
          label="Logged in on"
          buttons={sessions.data?.length ? <Buttons line="sessions" {...common} /> : null}
        >
          <SessionsTable sessions={sessions} when={when} />
        </LoginLine>
      ) : null}
    </>
  )
}

/** The lines of the panel, each with its buttons. */
export function LoginLines(props: Props) {
  const { state, when, slugOf } = props
  const others = state.facts?.alsoActsFor ?? []
  return (
    <>
      <dl className="ppa-lines">
        <LoginLine label="Welcome mail" buttons={<Buttons line="mail" state={state} slugOf={slugOf} />}>
          <p role="status">
            {state.loginAccess ? <InvitePill status={state.invite.status} /> : null}{' '}
            <span>{inviteText(state, when)}</span>
          </p>
        </LoginLine>
        {state.loginAccess ? <AccessLines {...props} /> : null}
        {others.length > 0 ? (
          <LoginLine label="Also acts for">
            <AlsoActsFor payers={others} />
          </LoginLine>
        ) : null}
      </dl>
      <Buttons line="end" state={state} slugOf={slugOf} />
    </>
  )
}

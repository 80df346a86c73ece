'use client'

import type { LoginFacts, LoginState } from './loginState.ts'

type Props = { state: LoginState; when: (instant: string) => string }

function Pending({ pending, when }: { pending: NonNullable<LoginFacts['pendingEmail']> } & Pick<Props, 'when'>) {
  return (
    <p className="ppa-warning">
      A change to <strong>{pending.email}</strong> waits until the new address confirms it, at the latest on{' '}
      {when(pending.expiresAt)}. It moves{' '}
      {pending.scope === 'login' ? 'the login with everything it acts for' : 'this payer only'}; until then the email
      stays as it is.
    </p>
  )
}

function Changed({ changed, when }: { changed: NonNullable<LoginFacts['changedEmail']> } & Pick<Props, 'when'>) {
  return (
    <p className="ppa-warning">
      Changed from <strong>{changed.oldEmail}</strong> on {when(changed.confirmedAt)}. Until {when(changed.undoUntil)}{' '}
      the old email can be put back; saved payment methods are frozen as long, and no other change is taken.
    </p>
  )
}

/** The address of the login, why mails to it come back, and a change that waits or can still be undone. */
export function EmailLine({ state: { email, mailProblem, facts }, when }: Props) {
  return (
    <>
      <p>{email}</p>
      {mailProblem ? (
        <p className="ppa-error">
          <strong>Mails come back:</strong> {mailProblem}
        </p>
      ) : null}
      {facts?.pendingEmail ? <Pending pending={facts.pendingEmail} when={when} /> : null}
      {facts?.changedEmail ? <Changed changed={facts.changedEmail} when={when} /> : null}
    </>
  )
}

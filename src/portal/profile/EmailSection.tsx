import { useRef, useState } from 'react'
import type { EmailChange } from '../api/accountTypes.ts'
import { formatInstant } from '../logic/formatDate.ts'
import { Button } from '../parts/Button.tsx'
import { ErrorNotice, Notice } from '../parts/Notice.tsx'
import { Skeleton } from '../parts/Skeleton.tsx'
import { usePayer, usePortal } from '../state/PortalContext.tsx'
import { useAction } from '../state/useAction.ts'
import { useInPlace } from '../state/useInPlace.ts'
import { useRemote } from '../state/useRemote.ts'
import { EmailChangeForm } from './EmailChangeForm.tsx'

type Pending = NonNullable<EmailChange['pending']>

/** A change that waits for the new address, and the way to take it back. */
function PendingNotice({ pending, onCanceled }: { pending: Pending; onCanceled: () => void }) {
  const { client } = usePortal()
  const cancel = useAction(async () => {
    await client.cancelEmailChange()
    onCanceled()
  })
  return (
    <Notice
      tone="warn"
      title="Waiting for the new address"
      isQuiet
      actions={
        <>
          <Button onPress={() => cancel.run()} isPending={cancel.isPending}>
            Cancel the change
          </Button>
          <ErrorNotice error={cancel.error} />
        </>
      }
    >
      <p>
        {pending.scope === 'record' ? 'The firm asked for this change. ' : ''}A mail with a link went to{' '}
        <bdi className="pp-email">{pending.email}</bdi>. Open it by {formatInstant(pending.expiresAt)} to confirm. Until
        then nothing changes: you log in with the present email.
      </p>
    </Notice>
  )
}

function ChangedNotice({ changed }: { changed: NonNullable<EmailChange['changed']> }) {
  return (
    <Notice tone="info" title="Changed a short time ago" isQuiet>
      <p>
        It was <bdi className="pp-email">{changed.oldEmail}</bdi> before. A link in the mail to that address undoes the
        change until {formatInstant(changed.undoUntil)}; until then it cannot be changed again.
      </p>
    </Notice>
  )
}

function useEmailChange() {
  const { client } = usePortal()
  const remote = useRemote('email-change', (signal) => client.emailChange(signal))
  const heading = useRef<HTMLHeadingElement>(null)
  const form = useInPlace()
  const [said, setSaid] = useState<string | null>(null)
  const done = (text: string) => {
    form.finish()
    setSaid(text)
    // The form or button that was pressed goes away.
    heading.current?.focus()
    remote.reload()
  }
  const begin = () => {
    setSaid(null)
    form.open()
  }
  return { remote, heading, form, said, done, begin }
}

type Change = ReturnType<typeof useEmailChange>

/** What can be done when no change is under way. */
function AskForChange({ email, change }: { email: string; change: Change }) {
  const several = (usePortal().me.payers?.length ?? 0) > 1
  return (
    <>
      <p className="pp-help">
        The new address gets a link to confirm it; the present one is told, and works until then.
        {several && ' All records of this login move along.'}
      </p>
      {change.form.isOpen ? (
        <EmailChangeForm
          present={email}
          onAsked={() => change.done('The link is on its way to the new address.')}
          onCancel={change.form.close}
        />
      ) : (
        <Button onPress={change.begin} autoFocus={change.form.isReturning}>
          Change the email
        </Button>
      )}
    </>
  )
}

/** How a change stands, and what can be done about it. */
function ChangeState({ state, email, change }: { state: EmailChange; email: string; change: Change }) {
  const canceled = () => change.done('The change is cancelled. Your email stays as it is.')
  if (state.pending) return <PendingNotice pending={state.pending} onCanceled={canceled} />
  if (state.changed) return <ChangedNotice changed={state.changed} />
  return <AskForChange email={email} change={change} />
}

/** The email of the own login: what it is, how to change it, and how a change stands. */
export function EmailSection() {
  const { me } = usePortal()
  const payer = usePayer()
  const change = useEmailChange()
  const { data, error, reload } = change.remote
  const email = me.person?.email ?? payer.email
  return (
    <section className="pp-card" aria-labelledby="pp-login-email">
      <h2 id="pp-login-email" ref={change.heading} tabIndex={-1}>
        Login email
      </h2>
      <div className="pp-form">
        <p>
          You log in with <strong className="pp-email">{email}</strong>.
        </p>
        <ErrorNotice error={error} onRetry={reload} />
        {change.said && (
          <Notice tone="good">
            <p>{change.said}</p>
          </Notice>
        )}
        {!data && !error && <Skeleton rows={1} height="row" />}
        {data && <ChangeState state={data} email={email} change={change} />}
      </div>
    </section>
  )
}

import { useState } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import type { SecondFactor } from '../api/factorTypes.ts'
import type { RequestError } from '../api/RequestError.ts'
import { AuthLayout } from '../layout/AuthLayout.tsx'
import { LinkButton } from '../parts/Button.tsx'
import { ErrorNotice, Notice } from '../parts/Notice.tsx'
import { PageHeading } from '../parts/PageHeading.tsx'
import { Skeleton } from '../parts/Skeleton.tsx'
import { SecondStep } from '../secondFactor/SecondStep.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { useAction } from '../state/useAction.ts'
import { useRemote } from '../state/useRemote.ts'
import { NewPasswordForm } from './NewPasswordForm.tsx'

/** A link that is over is told before a password is chosen, with the way to another one. */
const ResetOver = ({ error }: { error: RequestError }) => (
  <div className="pp-form">
    <ErrorNotice error={error} />
    <LinkButton look="primary" isWide href="/forgot-password">
      Ask for a new link
    </LinkButton>
    <p className="pp-auth-links">
      <Link href="/login">Back to log in</Link>
    </p>
  </div>
)

type ResetProps = { token: string; onDone: () => void; onStep: (step: SecondFactor) => void }

function ResetForm({ token, onDone, onStep }: ResetProps) {
  const { client } = usePortal()
  const reset = useAction(async (password: string) => {
    const { secondFactor } = await client.resetPassword({ token, password })
    if (secondFactor) onStep(secondFactor)
    else onDone()
  })
  const link = useRemote('link', () => client.inspectLink(token))
  if (link.isLoading) return <Skeleton rows={1} height="card" />
  if (link.error?.isLinkOver) return <ResetOver error={link.error} />
  if (reset.error?.isLinkOver) return <ResetOver error={reset.error} />
  // A link that cannot be looked at for another reason says so when it is used.
  return <NewPasswordForm action={reset} submitLabel="Save the password" />
}

/** The page behind the mailed reset link. */
export function ResetPasswordPage() {
  const token = new URLSearchParams(useSearch()).get('token')
  const [isDone, setDone] = useState(false)
  const [step, setStep] = useState<SecondFactor | null>(null)
  const { refreshMe } = usePortal()
  const [, navigate] = useLocation()
  const enter = async () => {
    await refreshMe()
    navigate('/', { replace: true })
  }
  if (step)
    return (
      <AuthLayout>
        <SecondStep step={step} onIn={enter} onRestart={() => navigate('/login', { replace: true })} />
      </AuthLayout>
    )
  return (
    <AuthLayout>
      <PageHeading title="New password">Choose a new password</PageHeading>
      {!token && (
        <Notice tone="bad">
          <p>
            This link is not complete. Please open it again from the mail, or{' '}
            <Link href="/forgot-password">ask for a new one</Link>.
          </p>
        </Notice>
      )}
      {token && !isDone && <ResetForm token={token} onDone={() => setDone(true)} onStep={setStep} />}
      {isDone && (
        <Notice
          tone="good"
          title="Your password is changed"
          actions={
            <LinkButton look="primary" href="/login">
              Log in
            </LinkButton>
          }
        >
          <p>Everywhere you were logged in, you are now logged out.</p>
        </Notice>
      )}
    </AuthLayout>
  )
}

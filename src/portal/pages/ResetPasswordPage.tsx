import { useState } from 'react'
import { Link, useSearch } from 'wouter'
import { AuthLayout } from '../layout/AuthLayout.tsx'
import { LinkButton } from '../parts/Button.tsx'
import { Notice } from '../parts/Notice.tsx'
import { PageHeading } from '../parts/PageHeading.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { useAction } from '../state/useAction.ts'
import { NewPasswordForm } from './NewPasswordForm.tsx'

function ResetForm({ token, onDone }: { token: string; onDone: () => void }) {
  const { client } = usePortal()
  const reset = useAction(async (password: string) => {
    await client.resetPassword({ token, password })
    onDone()
  })
  return (
    <>
      <NewPasswordForm action={reset} submitLabel="Save the password" />
      {reset.error?.code === 'token_invalid' && (
        <p className="pp-auth-links">
          <Link href="/forgot-password">Ask for a new link</Link>
        </p>
      )}
    </>
  )
}

/** The page behind the mailed reset link. */
export function ResetPasswordPage() {
  const token = new URLSearchParams(useSearch()).get('token')
  const [isDone, setDone] = useState(false)
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
      {token && !isDone && <ResetForm token={token} onDone={() => setDone(true)} />}
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

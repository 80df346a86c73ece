import { useState } from 'react'
import { Link, useSearch } from 'wouter'
import { AuthLayout } from '../layout/AuthLayout.tsx'
import { Button } from '../parts/Button.tsx'
import { ErrorNotice, Notice } from '../parts/Notice.tsx'
import { PageHeading } from '../parts/PageHeading.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { useAction } from '../state/useAction.ts'

/** The page behind the link that undoes a change of the email. It asks for a press: mail scanners open links by themselves. */
export function UndoEmailPage() {
  const { client, forgetMe } = usePortal()
  const token = new URLSearchParams(useSearch()).get('token')
  const [isDone, setDone] = useState(false)
  const undo = useAction(async () => {
    await client.undoEmail({ token: token ?? '' })
    setDone(true)
    forgetMe()
  })
  return (
    <AuthLayout>
      <PageHeading title="Undo the change of your email">Undo the change of your email</PageHeading>
      {!token && (
        <Notice tone="bad">
          <p>This link is not complete. Please open it again from the mail.</p>
        </Notice>
      )}
      {isDone && (
        <Notice tone="good" title="Your email is as it was">
          <p>A mail with a link to choose a new password is on its way. The earlier password no longer works.</p>
        </Notice>
      )}
      {token && !isDone && (
        <div className="pp-form">
          <p>Your earlier address becomes your login again, every session ends, and you choose a new password.</p>
          <ErrorNotice error={undo.error} />
          <Button look="primary" isWide isPending={undo.isPending} onPress={() => undo.run()}>
            Undo the change
          </Button>
          {undo.error?.code === 'token_invalid' && (
            <p className="pp-auth-links">
              <Link href="/login">Log in</Link>
            </p>
          )}
        </div>
      )}
    </AuthLayout>
  )
}

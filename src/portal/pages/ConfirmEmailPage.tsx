import { useState } from 'react'
import { Link, useSearch } from 'wouter'
import { AuthLayout } from '../layout/AuthLayout.tsx'
import { Button, LinkButton } from '../parts/Button.tsx'
import { ErrorNotice, Notice } from '../parts/Notice.tsx'
import { PageHeading } from '../parts/PageHeading.tsx'
import { Skeleton } from '../parts/Skeleton.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { type Action, useAction } from '../state/useAction.ts'
import { useRemote } from '../state/useRemote.ts'
import { NewPasswordForm } from './NewPasswordForm.tsx'

/** Asks for a press, or for a password where the address gets a login of its own. Mail scanners open links by themselves. */
function ConfirmForm({ token, confirm }: { token: string; confirm: Action<[password?: string]> }) {
  const { client } = usePortal()
  const link = useRemote('link', () => client.inspectLink(token))
  if (link.error)
    return (
      <div className="pp-form">
        <ErrorNotice error={link.error} />
        <p className="pp-auth-links">
          <Link href="/login">Log in</Link>
        </p>
      </div>
    )
  if (!link.data) return <Skeleton rows={1} height="card" />
  if (link.data.needsPassword) {
    return (
      <div className="pp-form">
        <p>
          <bdi>{link.data.email}</bdi> gets a login of its own. Choose a password for it.
        </p>
        <NewPasswordForm action={confirm as Action<[string]>} submitLabel="Confirm this address" />
      </div>
    )
  }
  return (
    <div className="pp-form">
      <p>
        Press the button to use <bdi>{link.data.email}</bdi> for your login from now on.
        {link.data.hasLogin &&
          ' This address has a login already: it keeps its password, and also acts for what moves.'}
      </p>
      <ErrorNotice error={confirm.error} />
      <Button look="primary" isWide isPending={confirm.isPending} onPress={() => confirm.run()}>
        Confirm this address
      </Button>
    </div>
  )
}

/** The page behind the link that confirms a new address. */
export function ConfirmEmailPage() {
  const { client, forgetMe } = usePortal()
  const token = new URLSearchParams(useSearch()).get('token')
  const [isDone, setDone] = useState(false)
  const confirm = useAction(async (password?: string) => {
    await client.confirmEmail({ token: token ?? '', ...(password === undefined ? {} : { password }) })
    setDone(true)
    forgetMe()
  })
  return (
    <AuthLayout>
      <PageHeading title="Confirm your email">Confirm your email</PageHeading>
      {isDone && (
        <Notice
          tone="good"
          title="Your email is confirmed"
          actions={
            <LinkButton look="primary" href="/login">
              Log in
            </LinkButton>
          }
        >
          <p>From now on, log in with the new address.</p>
        </Notice>
      )}
      {!isDone && token && <ConfirmForm token={token} confirm={confirm} />}
      {!token && (
        <Notice tone="bad">
          <p>This link is not complete. Please open it again from the mail.</p>
        </Notice>
      )}
    </AuthLayout>
  )
}

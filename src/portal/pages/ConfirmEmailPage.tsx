import { useState } from 'react'
import { useSearch } from 'wouter'
import { AuthLayout } from '../layout/AuthLayout.tsx'
import { Button, LinkButton } from '../parts/Button.tsx'
import { ErrorNotice, Notice } from '../parts/Notice.tsx'
import { PageHeading } from '../parts/PageHeading.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { useAction } from '../state/useAction.ts'

/** The page behind the link that confirms a new address. It asks for a press: mail scanners open links by themselves. */
export function ConfirmEmailPage() {
  const { client, forgetMe } = usePortal()
  const token = new URLSearchParams(useSearch()).get('token')
  const [isDone, setDone] = useState(false)
  const confirm = useAction(async () => {
    await client.confirmEmail({ token: token ?? '' })
    setDone(true)
    forgetMe()
  })
  return (
    <AuthLayout>
      <PageHeading title="Confirm your email">Confirm your email</PageHeading>
      {isDone ? (
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
      ) : (
        <>
          <p>Press the button to use this address for your login from now on.</p>
          <ErrorNotice error={confirm.error} />
          <Button look="primary" isWide isDisabled={!token} isPending={confirm.isPending} onPress={() => confirm.run()}>
            Confirm this address
          </Button>
        </>
      )}
    </AuthLayout>
  )
}

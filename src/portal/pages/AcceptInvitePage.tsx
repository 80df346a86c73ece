import { useState } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import type { SecondFactor } from '../api/factorTypes.ts'
import type { RequestError } from '../api/RequestError.ts'
import { AuthLayout } from '../layout/AuthLayout.tsx'
import { ErrorNotice, Notice } from '../parts/Notice.tsx'
import { PageHeading } from '../parts/PageHeading.tsx'
import { Skeleton } from '../parts/Skeleton.tsx'
import { SecondStep } from '../secondFactor/SecondStep.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { useAction } from '../state/useAction.ts'
import { useRemote } from '../state/useRemote.ts'
import { ExistingLoginForm } from './ExistingLoginForm.tsx'
import { NewPasswordForm } from './NewPasswordForm.tsx'

type AcceptProps = { token: string; onIn: () => Promise<void>; onStep: (step: SecondFactor) => void }

/** An invite that is over is told before a password is chosen, with the ways that are left. */
function InviteOver({ error }: { error: RequestError }) {
  const { settings } = usePortal()
  return (
    <div className="pp-form">
      <ErrorNotice error={error} />
      <p className="pp-auth-links">
        Already have a password? <Link href="/login">Log in</Link>. Otherwise please ask <bdi>{settings.firmName}</bdi>{' '}
        for a new invite.
      </p>
    </div>
  )
}

function AcceptForm({ token, onIn, onStep }: AcceptProps) {
  const { client } = usePortal()
  const accept = useAction(async (password: string) => {
    const { secondFactor } = await client.acceptInvite({ token, password })
    if (secondFactor) onStep(secondFactor)
    else await onIn()
  })
  const link = useRemote('link', () => client.inspectLink(token))
  if (link.isLoading) return <Skeleton rows={1} height="card" />
  if (link.error?.isLinkOver) return <InviteOver error={link.error} />
  if (accept.error?.isLinkOver) return <InviteOver error={accept.error} />
  // A link that cannot be looked at for another reason says so when it is used.
  if (link.data?.hasLogin) return <ExistingLoginForm email={link.data.email} action={accept} />
  return <NewPasswordForm action={accept} submitLabel="Create password and log in" />
}

/** The page behind the link of the welcome mail: create a password, land in the portal. */
export function AcceptInvitePage() {
  const { settings, refreshMe, forgetMe } = usePortal()
  const [, navigate] = useLocation()
  const [step, setStep] = useState<SecondFactor | null>(null)
  const enter = async () => {
    // The tab may have shown another record of the same login: now it shows the one that the invite is for.
    forgetMe()
    await refreshMe()
    // Replaced, so that the link's token does not stay in the browser's history.
    navigate('/', { replace: true })
  }
  const token = new URLSearchParams(useSearch()).get('token')
  if (step)
    return (
      <AuthLayout>
        <SecondStep step={step} onIn={enter} onRestart={() => navigate('/login', { replace: true })} />
      </AuthLayout>
    )
  return (
    <AuthLayout>
      <PageHeading
        title="Accept your invite"
        intro={
          <p>
            Welcome to the payment portal of <bdi>{settings.firmName}</bdi>. This invite lets you see and pay your
            invoices.
          </p>
        }
      >
        Accept your invite
      </PageHeading>
      {token ? (
        <AcceptForm token={token} onIn={enter} onStep={setStep} />
      ) : (
        <Notice tone="bad">
          <p>This link is not complete. Please open it again from the mail.</p>
        </Notice>
      )}
    </AuthLayout>
  )
}

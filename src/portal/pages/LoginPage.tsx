import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import { Link, useSearch } from 'wouter'
import type { SecondFactor } from '../api/factorTypes.ts'
import { AuthLayout } from '../layout/AuthLayout.tsx'
import { returnPath } from '../logic/ownPath.ts'
import { Button } from '../parts/Button.tsx'
import { EmailField } from '../parts/EmailField.tsx'
import { PasswordField } from '../parts/Field.tsx'
import { ErrorNotice, Notice } from '../parts/Notice.tsx'
import { PageHeading } from '../parts/PageHeading.tsx'
import { SecondStep } from '../secondFactor/SecondStep.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { useAction } from '../state/useAction.ts'

type OnStep = (step: SecondFactor) => void

function useLogin(onStep: OnStep) {
  const { client, refreshMe } = usePortal()
  // The route itself leads on, to the page that asked, as soon as somebody is logged in.
  return useAction(async (email: string, password: string) => {
    const { secondFactor } = await client.login({ email: email.trim(), password })
    if (secondFactor) onStep(secondFactor)
    else await refreshMe()
  })
}

function LoginForm({ onStep }: { onStep: OnStep }) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [isTried, setTried] = useState(false)
  const login = useLogin(onStep)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (email.trim() !== '' && password !== '') login.run(email, password)
  }
  // The browser's own bubbles are off: what is missing is said in the page, where it stays.
  return (
    <Form className="pp-form" onSubmit={submit} validationBehavior="aria">
      <EmailField value={email} onChange={setEmail} isTried={isTried} />
      <PasswordField
        label="Password"
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        problem={isTried && password === '' ? 'Enter your password.' : null}
        isRequired
      />
      <ErrorNotice error={login.error} />
      <Button type="submit" look="primary" isWide isPending={login.isPending}>
        Log in
      </Button>
    </Form>
  )
}

/** The login, which leads back to the page that asked for it. */
export function LoginPage() {
  const { settings, refreshMe } = usePortal()
  const hasReturn = returnPath(useSearch()) !== '/'
  const [step, setStep] = useState<SecondFactor | null>(null)
  if (step)
    return (
      <AuthLayout>
        <SecondStep step={step} onIn={refreshMe} onRestart={() => setStep(null)} />
      </AuthLayout>
    )
  return (
    <AuthLayout>
      <PageHeading
        title="Log in"
        intro={
          <p>
            View and pay your invoices from <bdi>{settings.firmName}</bdi>.
          </p>
        }
      >
        Log in
      </PageHeading>
      {hasReturn && (
        <Notice tone="info" isQuiet>
          <p>Please log in to go on.</p>
        </Notice>
      )}
      <LoginForm onStep={setStep} />
      <p className="pp-auth-links">
        <Link href="/forgot-password">Forgot your password?</Link>
      </p>
    </AuthLayout>
  )
}

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
import { useInvalidFocus } from '../state/useInvalidFocus.ts'
import { ifEmpty, NO_EMAIL, useMissing } from '../state/useMissing.ts'

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
  const missing = useMissing<'email' | 'password'>()
  const form = useInvalidFocus(missing.found)
  const login = useLogin(onStep)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const problems = { email: ifEmpty(email, NO_EMAIL), password: password === '' ? 'Enter your password.' : null }
    missing.check(problems, () => login.run(email, password))
  }
  const typing = (set: (value: string) => void) => (value: string) => {
    set(value)
    missing.clear()
  }
  // The browser's own bubbles are off: what is missing is said in the page, where it stays.
  return (
    <Form className="pp-form" onSubmit={submit} validationBehavior="aria" ref={form}>
      <EmailField value={email} onChange={typing(setEmail)} problem={missing.of('email')} />
      <PasswordField
        label="Password"
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={typing(setPassword)}
        problem={missing.of('password')}
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

import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import { Link } from 'wouter'
import { Button } from '../parts/Button.tsx'
import { PasswordField } from '../parts/Field.tsx'
import { ErrorNotice } from '../parts/Notice.tsx'
import type { Action } from '../state/useAction.ts'
import { useInvalidFocus } from '../state/useInvalidFocus.ts'
import { useMissing } from '../state/useMissing.ts'

/** Accepts an invite with the login that the address has already: its password is asked for and stays. */
export function ExistingLoginForm({ email, action }: { email: string; action: Action<[string]> }) {
  const [password, setPassword] = useState('')
  const missing = useMissing<'password'>()
  const form = useInvalidFocus(missing.found)
  const type = (value: string) => {
    setPassword(value)
    missing.clear()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    missing.check({ password: password === '' ? 'Enter your password.' : null }, () => action.run(password))
  }
  return (
    <Form className="pp-form" onSubmit={submit} validationBehavior="aria" ref={form}>
      <p>
        <bdi>{email}</bdi> already has a login here. Confirm with its password; your login then also acts for this
        record.
      </p>
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <PasswordField
        label="Your password"
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={type}
        problem={missing.of('password')}
        isRequired
      />
      <ErrorNotice error={action.error} />
      <Button type="submit" look="primary" isWide isPending={action.isPending}>
        Confirm and log in
      </Button>
      <p className="pp-auth-links">
        <Link href="/forgot-password">Forgot your password?</Link>
      </p>
    </Form>
  )
}

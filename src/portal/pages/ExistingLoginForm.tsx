import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import { Link } from 'wouter'
import { Button } from '../parts/Button.tsx'
import { PasswordField } from '../parts/Field.tsx'
import { ErrorNotice } from '../parts/Notice.tsx'
import type { Action } from '../state/useAction.ts'

/** Accepts an invite with the login that the address has already: its password is asked for and stays. */
export function ExistingLoginForm({ email, action }: { email: string; action: Action<[string]> }) {
  const [password, setPassword] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    action.run(password)
  }
  return (
    <Form className="pp-form" onSubmit={submit} validationBehavior="aria">
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
        onChange={setPassword}
        isRequired
      />
      <ErrorNotice error={action.error} />
      <Button type="submit" look="primary" isWide isPending={action.isPending} isDisabled={password === ''}>
        Confirm and log in
      </Button>
      <p className="pp-auth-links">
        <Link href="/forgot-password">Forgot your password?</Link>
      </p>
    </Form>
  )
}

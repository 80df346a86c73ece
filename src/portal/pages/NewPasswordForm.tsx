import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import { PASSWORD_RULES, passwordProblem } from '../logic/passwordRules.ts'
import { Button } from '../parts/Button.tsx'
import { PasswordField } from '../parts/Field.tsx'
import { ErrorNotice } from '../parts/Notice.tsx'
import type { Action } from '../state/useAction.ts'

/** The rules for a password, told before one is typed. */
export function PasswordRules() {
  return (
    <ul className="pp-rules">
      {PASSWORD_RULES.map((rule) => (
        <li key={rule}>{rule}</li>
      ))}
    </ul>
  )
}

/** Chooses a password; `action` takes it to the server. */
export function NewPasswordForm({ action, submitLabel }: { action: Action<[string]>; submitLabel: string }) {
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found = passwordProblem(password)
    setProblem(found)
    if (!found) action.run(password)
  }
  const change = (value: string) => {
    setPassword(value)
    setProblem(null)
  }
  return (
    <Form className="pp-form" onSubmit={submit} validationBehavior="aria">
      <PasswordRules />
      <PasswordField
        label="New password"
        name="password"
        autoComplete="new-password"
        value={password}
        onChange={change}
        problem={problem}
        isRequired
      />
      <ErrorNotice error={action.error} />
      <Button type="submit" look="primary" isWide isPending={action.isPending}>
        {submitLabel}
      </Button>
    </Form>
  )
}

import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import { fieldProblem, otherProblem } from '../logic/fieldProblem.ts'
import { PASSWORD_RULES, passwordProblem } from '../logic/passwordRules.ts'
import { Button } from '../parts/Button.tsx'
import { PasswordField } from '../parts/Field.tsx'
import { ErrorNotice } from '../parts/Notice.tsx'
import type { Action } from '../state/useAction.ts'
import { useInvalidFocus } from '../state/useInvalidFocus.ts'

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
    action.clear()
  }
  const onField = problem ?? fieldProblem(action.error, 'password_weak')
  const form = useInvalidFocus(onField)
  return (
    <Form className="pp-form" onSubmit={submit} validationBehavior="aria" ref={form}>
      <PasswordRules />
      <PasswordField
        label="New password"
        name="password"
        autoComplete="new-password"
        value={password}
        onChange={change}
        problem={onField}
        isRequired
      />
      <ErrorNotice error={otherProblem(action.error, 'password_weak')} />
      <Button type="submit" look="primary" isWide isPending={action.isPending}>
        {submitLabel}
      </Button>
    </Form>
  )
}

import { type FormEvent, type ReactNode, useState } from 'react'
import { Form } from 'react-aria-components'
import { fieldProblem, otherProblem } from '../logic/fieldProblem.ts'
import { Button, type Look } from '../parts/Button.tsx'
import { CurrentPasswordField } from '../parts/CurrentPasswordField.tsx'
import { ErrorNotice } from '../parts/Notice.tsx'
import { useAction } from '../state/useAction.ts'
import { useInvalidFocus } from '../state/useInvalidFocus.ts'
import { NO_PASSWORD, useMissing } from '../state/useMissing.ts'

type Props = {
  submitLabel: string
  look?: Look
  work: (currentPassword: string) => Promise<void>
  onCancel: () => void
  children?: ReactNode
}

/** Asks for the current password before a change. */
export function PasswordPrompt({ submitLabel, look = 'primary', work, onCancel, children }: Props) {
  const [password, setPassword] = useState('')
  const action = useAction(work)
  const missing = useMissing<'password'>()
  const problem = missing.of('password') ?? fieldProblem(action.error, 'password_wrong')
  const form = useInvalidFocus(missing.found ?? action.error)
  const type = (value: string) => {
    setPassword(value)
    missing.clear()
    action.clear()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    missing.check({ password: password === '' ? NO_PASSWORD : null }, () => action.run(password))
  }
  return (
    <Form className="pp-form" onSubmit={submit} validationBehavior="aria" ref={form}>
      {children}
      <CurrentPasswordField value={password} onChange={type} problem={problem} autoFocus />
      <ErrorNotice error={otherProblem(action.error, 'password_wrong')} />
      <div className="pp-actions">
        <Button type="submit" look={look} isPending={action.isPending}>
          {submitLabel}
        </Button>
        <Button look="quiet" onPress={onCancel} isDisabled={action.isPending}>
          Cancel
        </Button>
      </div>
    </Form>
  )
}

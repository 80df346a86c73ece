import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import { fieldProblem, otherProblem } from '../logic/fieldProblem.ts'
import { passwordProblem } from '../logic/passwordRules.ts'
import { PasswordRules } from '../pages/NewPasswordForm.tsx'
import { Button } from '../parts/Button.tsx'
import { CurrentPasswordField } from '../parts/CurrentPasswordField.tsx'
import { PasswordField } from '../parts/Field.tsx'
import { ErrorNotice, Notice } from '../parts/Notice.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { useAction } from '../state/useAction.ts'
import { useInvalidFocus } from '../state/useInvalidFocus.ts'
import { NO_PASSWORD, useMissing } from '../state/useMissing.ts'

function useChange() {
  const { client } = usePortal()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const missing = useMissing<'current' | 'next'>()
  const [isDone, setDone] = useState(false)
  const change = useAction(async () => {
    await client.changePassword({ currentPassword: current, password: next })
    setCurrent('')
    setNext('')
    setDone(true)
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setDone(false)
    missing.check({ current: current === '' ? NO_PASSWORD : null, next: passwordProblem(next) }, change.run)
  }
  const typing = (set: (value: string) => void) => (value: string) => {
    set(value)
    missing.clear()
    setDone(false)
    change.clear()
  }
  return {
    current,
    next,
    onCurrent: missing.of('current') ?? fieldProblem(change.error, 'password_wrong'),
    onNext: missing.of('next') ?? fieldProblem(change.error, 'password_weak'),
    typeCurrent: typing(setCurrent),
    typeNext: typing(setNext),
    wrong: missing.found ?? change.error,
    isDone,
    change,
    submit,
  }
}

/** Changes the password; the current one is asked for. */
export function PasswordForm() {
  const form = useChange()
  const ref = useInvalidFocus(form.wrong)
  return (
    <section className="pp-card" aria-labelledby="pp-password">
      <h2 id="pp-password">Password</h2>
      <Form className="pp-form" onSubmit={form.submit} validationBehavior="aria" ref={ref}>
        <CurrentPasswordField value={form.current} onChange={form.typeCurrent} problem={form.onCurrent} />
        <PasswordRules />
        <PasswordField
          label="New password"
          autoComplete="new-password"
          value={form.next}
          onChange={form.typeNext}
          problem={form.onNext}
          isRequired
        />
        <ErrorNotice error={otherProblem(form.change.error, 'password_wrong', 'password_weak')} />
        {form.isDone && (
          <Notice tone="good">
            <p>Your password is changed. Other devices are logged out.</p>
          </Notice>
        )}
        <Button type="submit" look="primary" isPending={form.change.isPending}>
          Change password
        </Button>
      </Form>
    </section>
  )
}

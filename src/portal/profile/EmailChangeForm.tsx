import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import { isEmail } from '../logic/emailList.ts'
import { fieldProblem, otherProblem } from '../logic/fieldProblem.ts'
import { Button } from '../parts/Button.tsx'
import { CurrentPasswordField } from '../parts/CurrentPasswordField.tsx'
import { Field } from '../parts/Field.tsx'
import { ErrorNotice } from '../parts/Notice.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { useAction } from '../state/useAction.ts'
import { useInvalidFocus } from '../state/useInvalidFocus.ts'
import { NO_PASSWORD, useMissing } from '../state/useMissing.ts'

const ABOUT_EMAIL = ['bad_request', 'person_exists']
const ABOUT_PASSWORD = ['password_wrong']

type Props = { present: string; onAsked: () => void; onCancel: () => void }

function useAsk({ present, onAsked }: Props) {
  const { client } = usePortal()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const missing = useMissing<'email' | 'password'>()
  const ask = useAction(async () => {
    await client.askEmailChange({ email: email.trim(), currentPassword: password })
    onAsked()
  })
  const change = (set: (value: string) => void) => (value: string) => {
    set(value)
    missing.clear()
    ask.clear()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const typed = email.trim()
    const wrongEmail = !isEmail(typed)
      ? 'Enter an email address.'
      : typed.toLowerCase() === present.toLowerCase()
        ? 'This is the present email.'
        : null
    missing.check({ email: wrongEmail, password: password === '' ? NO_PASSWORD : null }, ask.run)
  }
  const onEmail = missing.of('email') ?? fieldProblem(ask.error, ...ABOUT_EMAIL)
  const onPassword = missing.of('password') ?? fieldProblem(ask.error, ...ABOUT_PASSWORD)
  const form = useInvalidFocus(missing.found ?? ask.error)
  return { email, password, change, setEmail, setPassword, onEmail, onPassword, form, ask, submit }
}

/** Asks for another email of the login; the current password says that it is its owner who asks. */
export function EmailChangeForm(props: Props) {
  const { email, password, change, setEmail, setPassword, onEmail, onPassword, form, ask, submit } = useAsk(props)
  return (
    <Form className="pp-form" onSubmit={submit} validationBehavior="aria" ref={form}>
      <Field
        label="New email"
        type="email"
        autoComplete="email"
        inputMode="email"
        value={email}
        onChange={change(setEmail)}
        problem={onEmail}
        autoFocus
        isRequired
      />
      <CurrentPasswordField value={password} onChange={change(setPassword)} problem={onPassword} />
      <ErrorNotice error={otherProblem(ask.error, ...ABOUT_EMAIL, ...ABOUT_PASSWORD)} />
      <div className="pp-actions">
        <Button type="submit" look="primary" isPending={ask.isPending}>
          Mail the link
        </Button>
        <Button look="quiet" onPress={props.onCancel} isDisabled={ask.isPending}>
          Cancel
        </Button>
      </div>
    </Form>
  )
}

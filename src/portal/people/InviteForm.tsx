import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import type { GivenRole } from '../api/accountTypes.ts'
import { isEmail } from '../logic/emailList.ts'
import { fieldProblem, otherProblem } from '../logic/fieldProblem.ts'
import { ROLE_CHOICES } from '../logic/personState.ts'
import { Button } from '../parts/Button.tsx'
import { Choice } from '../parts/Choice.tsx'
import { CurrentPasswordField } from '../parts/CurrentPasswordField.tsx'
import { Field } from '../parts/Field.tsx'
import { ErrorNotice } from '../parts/Notice.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { useAction } from '../state/useAction.ts'
import { useInvalidFocus } from '../state/useInvalidFocus.ts'
import { NO_PASSWORD, useMissing } from '../state/useMissing.ts'

const ABOUT_EMAIL = ['bad_request', 'person_exists']
const ABOUT_PASSWORD = ['password_wrong']

type Props = { onInvited: (said: string) => void; onCancel: () => void }

function useInvite(onInvited: Props['onInvited']) {
  const { client } = usePortal()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [role, setRole] = useState<GivenRole>('pay')
  const missing = useMissing<'email' | 'password'>()
  const add = useAction(async () => {
    const { person } = await client.addPerson({
      name: name.trim(),
      email: email.trim(),
      role,
      currentPassword: password,
    })
    onInvited(`${person.name ?? person.email} is invited.`)
  })
  const change = (set: (value: string) => void) => (value: string) => {
    set(value)
    missing.clear()
    add.clear()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const wrongEmail = isEmail(email.trim()) ? null : 'Enter an email address.'
    missing.check({ email: wrongEmail, password: password === '' ? NO_PASSWORD : null }, add.run)
  }
  const onEmail = missing.of('email') ?? fieldProblem(add.error, ...ABOUT_EMAIL)
  const onPassword = missing.of('password') ?? fieldProblem(add.error, ...ABOUT_PASSWORD)
  const form = useInvalidFocus(missing.found ?? add.error)
  const fields = { name, setName, email, setEmail, password, setPassword, change, role, setRole }
  return { ...fields, onEmail, onPassword, form, add, submit }
}

/** Invites somebody to act for this payer. */
export function InviteForm({ onInvited, onCancel }: Props) {
  const invite = useInvite(onInvited)
  const { name, setName, email, setEmail, password, setPassword, change, role, setRole } = invite
  const { onEmail, onPassword, form, add, submit } = invite
  return (
    <section className="pp-card pp-invite" aria-labelledby="pp-invite">
      <h2 id="pp-invite">Invite a person</h2>
      <Form className="pp-form" onSubmit={submit} validationBehavior="aria" ref={form}>
        <p>The person gets a mail with a link, and logs in with a password of their own.</p>
        <Field label="Name" autoComplete="off" value={name} onChange={setName} maxLength={200} autoFocus />
        <Field
          label="Email"
          type="email"
          inputMode="email"
          autoComplete="off"
          value={email}
          onChange={change(setEmail)}
          problem={onEmail}
          isRequired
        />
        <Choice label="Role" value={role} options={ROLE_CHOICES} onChange={setRole} />
        <CurrentPasswordField value={password} onChange={change(setPassword)} problem={onPassword} />
        <ErrorNotice error={otherProblem(add.error, ...ABOUT_EMAIL, ...ABOUT_PASSWORD)} />
        <div className="pp-actions">
          <Button type="submit" look="primary" isPending={add.isPending}>
            Send the invite
          </Button>
          <Button look="quiet" onPress={onCancel} isDisabled={add.isPending}>
            Cancel
          </Button>
        </div>
      </Form>
    </section>
  )
}

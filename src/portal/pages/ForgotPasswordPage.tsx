import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import { Link } from 'wouter'
import { AuthLayout } from '../layout/AuthLayout.tsx'
import { Button } from '../parts/Button.tsx'
import { EmailField } from '../parts/EmailField.tsx'
import { ErrorNotice, Notice } from '../parts/Notice.tsx'
import { PageHeading } from '../parts/PageHeading.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { useAction } from '../state/useAction.ts'
import { useInvalidFocus } from '../state/useInvalidFocus.ts'
import { ifEmpty, NO_EMAIL, useMissing } from '../state/useMissing.ts'

function ForgotForm({ onSent }: { onSent: () => void }) {
  const { client } = usePortal()
  const [email, setEmail] = useState('')
  const missing = useMissing<'email'>()
  const form = useInvalidFocus(missing.found)
  const send = useAction(async () => {
    await client.forgotPassword({ email: email.trim() })
    onSent()
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    missing.check({ email: ifEmpty(email, NO_EMAIL) }, send.run)
  }
  const type = (value: string) => {
    setEmail(value)
    missing.clear()
  }
  return (
    <Form className="pp-form" onSubmit={submit} validationBehavior="aria" ref={form}>
      <EmailField value={email} onChange={type} problem={missing.of('email')} />
      <ErrorNotice error={send.error} />
      <Button type="submit" look="primary" isWide isPending={send.isPending}>
        Send the link
      </Button>
    </Form>
  )
}

/** Asks for a reset link. The answer is the same for every address, known or not. */
export function ForgotPasswordPage() {
  const [isSent, setSent] = useState(false)
  return (
    <AuthLayout>
      <PageHeading title="Forgot password" intro={<p>We will mail you a link with which you can choose a new one.</p>}>
        Forgot your password?
      </PageHeading>
      {isSent ? (
        <Notice tone="good" title="Check your mail">
          <p>If this address has a login, a link is on its way. It works once; the mail says until when.</p>
        </Notice>
      ) : (
        <ForgotForm onSent={() => setSent(true)} />
      )}
      <p className="pp-auth-links">
        <Link href="/login">Back to log in</Link>
      </p>
    </AuthLayout>
  )
}

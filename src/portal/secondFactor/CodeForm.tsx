import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import { Button } from '../parts/Button.tsx'
import { Field } from '../parts/Field.tsx'
import { ErrorNotice } from '../parts/Notice.tsx'
import type { Action } from '../state/useAction.ts'
import { useInvalidFocus } from '../state/useInvalidFocus.ts'
import { useMissing } from '../state/useMissing.ts'

type Props = {
  action: Action<[string]>
  submitLabel: string
  /** A recovery code instead of one from an app. */
  isRecovery?: boolean
}

const APP = {
  label: 'Code',
  help: 'Six digits from your authenticator app.',
  inputMode: 'numeric',
  autoComplete: 'one-time-code',
  maxLength: 7,
} as const
const RECOVERY = {
  label: 'Recovery code',
  help: 'One of the codes that you saved. It works once.',
  autoComplete: 'off',
  maxLength: 40,
} as const

/** One code, from an authenticator app or a saved one. */
export function CodeForm({ action, submitLabel, isRecovery = false }: Props) {
  const [code, setCode] = useState('')
  const missing = useMissing<'code'>()
  const form = useInvalidFocus(missing.found)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const typed = code.trim()
    const isComplete = isRecovery ? typed !== '' : /^\d{3}\s?\d{3}$/.test(typed)
    const wrong = isRecovery ? 'Enter a recovery code.' : 'Enter the six digits.'
    missing.check({ code: isComplete ? null : wrong }, () => action.run(typed))
  }
  return (
    <Form className="pp-form" onSubmit={submit} validationBehavior="aria" ref={form}>
      <Field
        {...(isRecovery ? RECOVERY : APP)}
        name="code"
        value={code}
        onChange={setCode}
        problem={missing.of('code')}
        spellCheck="false"
        autoFocus
        isRequired
      />
      <ErrorNotice error={action.error} />
      <Button type="submit" look="primary" isWide isPending={action.isPending}>
        {submitLabel}
      </Button>
    </Form>
  )
}

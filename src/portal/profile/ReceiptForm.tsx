import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import { emailList } from '../logic/emailList.ts'
import { fieldProblem, otherProblem } from '../logic/fieldProblem.ts'
import { Button } from '../parts/Button.tsx'
import { Field } from '../parts/Field.tsx'
import { ErrorNotice, Notice } from '../parts/Notice.tsx'
import { usePayer, usePortal } from '../state/PortalContext.tsx'
import { useAbilities } from '../state/useAbilities.ts'
import { useAction } from '../state/useAction.ts'
import { useInvalidFocus } from '../state/useInvalidFocus.ts'

const ABOUT_FIELD = ['bad_request', 'fields_invalid']

function useReceipts() {
  const { client, refreshMe } = usePortal()
  const payer = usePayer()
  const [text, setText] = useState(() => (payer.receiptEmails ?? []).join('\n'))
  const [problem, setProblem] = useState<string | null>(null)
  const [isSaved, setSaved] = useState(false)
  const save = useAction(async (emails: string[]) => {
    const { doc } = await client.changeContact(payer.id, { receiptEmails: emails })
    setText((doc.receiptEmails ?? []).join('\n'))
    await refreshMe()
    setSaved(true)
  })
  const change = (value: string) => {
    setText(value)
    setProblem(null)
    setSaved(false)
    save.clear()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSaved(false)
    const found = emailList(text)
    setProblem(found.problem)
    if (!found.problem) save.run(found.emails)
  }
  return { text, problem: problem ?? fieldProblem(save.error, ...ABOUT_FIELD), change, submit, save, isSaved }
}

/** To which addresses receipts go besides the payer's own; whoever manages the payer keeps them. */
export function ReceiptForm() {
  const payer = usePayer()
  const { canManage } = useAbilities()
  const { text, problem, change, submit, save, isSaved } = useReceipts()
  const form = useInvalidFocus(problem)
  return (
    <section className="pp-card" aria-labelledby="pp-receipts">
      <h2 id="pp-receipts">Receipts</h2>
      <Form className="pp-form" onSubmit={submit} validationBehavior="aria" ref={form}>
        <p>
          Receipts and notices of payments go to whoever pays, to <bdi className="pp-email">{payer.email}</bdi>, and to
          these addresses. They give no access to the portal.
        </p>
        <Field
          label="Further receipt addresses"
          help={canManage ? 'One address a line, at most ten.' : undefined}
          rows={3}
          value={text}
          onChange={change}
          problem={problem}
          isReadOnly={!canManage}
          inputMode="email"
          spellCheck="false"
          maxLength={3000}
        />
        <ErrorNotice error={otherProblem(save.error, ...ABOUT_FIELD)} />
        {isSaved && (
          <Notice tone="good">
            <p>The receipt addresses are saved.</p>
          </Notice>
        )}
        {canManage && (
          <Button type="submit" look="primary" isPending={save.isPending}>
            Save addresses
          </Button>
        )}
      </Form>
    </section>
  )
}

import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import type { Payer } from '../api/types.ts'
import { Button } from '../parts/Button.tsx'
import { Field, type FieldProps } from '../parts/Field.tsx'
import { ErrorNotice, Notice } from '../parts/Notice.tsx'
import { usePayer, usePortal } from '../state/PortalContext.tsx'
import { useAbilities } from '../state/useAbilities.ts'
import { useAction } from '../state/useAction.ts'

type Contact = Record<'firstName' | 'lastName' | 'businessName' | 'phone' | 'address', string>

const FIELDS: Record<keyof Contact, FieldProps> = {
  firstName: { label: 'First name', autoComplete: 'given-name', maxLength: 200 },
  lastName: { label: 'Last name', autoComplete: 'family-name', maxLength: 200 },
  businessName: { label: 'Business name', autoComplete: 'organization', maxLength: 200 },
  phone: { label: 'Phone', type: 'tel', autoComplete: 'tel', maxLength: 50 },
  address: { label: 'Address', autoComplete: 'street-address', rows: 3, maxLength: 1000 },
}

const contactOf = (payer: Payer): Contact => ({
  firstName: payer.firstName ?? '',
  lastName: payer.lastName ?? '',
  businessName: payer.businessName ?? '',
  phone: payer.phone ?? '',
  address: payer.address ?? '',
})

function useContact() {
  const { client, refreshMe } = usePortal()
  const payer = usePayer()
  const [contact, setContact] = useState(() => contactOf(payer))
  const [isSaved, setSaved] = useState(false)
  const save = useAction(async () => {
    await client.changeContact(payer.id, contact)
    await refreshMe()
    setSaved(true)
  })
  const change = (name: keyof Contact) => (value: string) => {
    setContact((old) => ({ ...old, [name]: value }))
    setSaved(false)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSaved(false)
    save.run()
  }
  return { contact, change, submit, save, isSaved }
}

/** The payer's names, phone and address, for whoever manages the payer to change. */
export function ContactForm() {
  const { contact, change, submit, save, isSaved } = useContact()
  const { canManage, isView } = useAbilities()
  const field = (name: keyof Contact) => (
    <Field {...FIELDS[name]} value={contact[name]} onChange={change(name)} isReadOnly={!canManage} />
  )
  return (
    <section className="pp-card" aria-labelledby="pp-contact">
      <h2 id="pp-contact">Contact details</h2>
      <Form className="pp-form" onSubmit={submit} validationBehavior="aria">
        {!canManage && !isView && (
          <p className="pp-help">Only people who manage this account can change its details.</p>
        )}
        <div className="pp-pair">
          {field('firstName')}
          {field('lastName')}
        </div>
        {field('businessName')}
        {field('phone')}
        {field('address')}
        <ErrorNotice error={save.error} />
        {isSaved && (
          <Notice tone="good">
            <p>Your details are saved.</p>
          </Notice>
        )}
        {canManage && (
          <Button type="submit" look="primary" isPending={save.isPending}>
            Save details
          </Button>
        )}
      </Form>
    </section>
  )
}

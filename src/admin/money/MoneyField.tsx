'use client'

import { FieldDescription, FieldLabel, fieldBaseClass, useField, useFormFields } from '@payloadcms/ui'
import type { NumberFieldClientComponent } from 'payload'
import { AdminStyles } from '../styles/AdminStyles.tsx'
import { moneyText } from './moneyText.ts'

/** An amount in a document, shown as money in the document's currency. Never edited here. */
export const MoneyField: NumberFieldClientComponent = ({ field, path }) => {
  const { value } = useField<number | null>({ path })
  const currency = useFormFields(([fields]) => fields.currency?.value)
  const id = `field-${path.replace(/\./g, '__')}`
  return (
    <div className={`${fieldBaseClass} ppa-money`} style={{ width: field.admin?.width }}>
      <AdminStyles />
      <FieldLabel htmlFor={id} label={field.label} path={path} />
      <input id={id} type="text" readOnly value={moneyText(value, currency)} />
      <FieldDescription description={field.admin?.description} path={path} />
    </div>
  )
}

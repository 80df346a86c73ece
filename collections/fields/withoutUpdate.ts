import type { Field } from 'payload'
import { nobody } from '../../access/rules/staffOnly.ts'

/** The same fields, which no caller may change: a form that was opened earlier cannot write its old values back. */
export const withoutUpdate = (fields: Field[]): Field[] =>
  fields.map((field) => {
    if (field.type === 'row') return { ...field, fields: withoutUpdate(field.fields) }
    if (!('name' in field) || field.type === 'ui') return field
    return { ...field, access: { ...field.access, update: nobody } } as Field
  })

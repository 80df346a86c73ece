import type { TextField } from 'payload'
import { normalText } from '../../src/base/text.ts'

type Options = { name: string; label: string; index?: boolean; required?: boolean; admin?: TextField['admin'] }

/** A number or name of the billing system, stored in the one normal form in which it is compared. */
export function exactTextField({ name, label, index = false, required = false, admin = {} }: Options): TextField {
  return {
    name,
    type: 'text',
    label,
    index,
    required,
    maxLength: 500,
    hooks: { beforeValidate: [({ value }) => (typeof value === 'string' ? normalText(value) : value)] },
    admin,
  }
}

import type { TextField } from 'payload'
import { normalText } from '../../src/base/text.ts'

type Options = {
  name: string
  label: string
  index?: boolean
  required?: boolean
  /** In characters. */
  maxLength?: number
  admin?: TextField['admin']
}

/** A number or name of the billing system, stored in the one normal form in which it is compared. */
export function exactTextField(options: Options): TextField {
  const { name, label, index = false, required = false, maxLength = 500, admin = {} } = options
  return {
    name,
    type: 'text',
    label,
    index,
    required,
    maxLength,
    hooks: { beforeValidate: [({ value }) => (typeof value === 'string' ? normalText(value) : value)] },
    admin,
  }
}

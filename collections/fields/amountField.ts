import type { NumberField } from 'payload'
import { isAmount } from '../../src/base/money.ts'

type Options = {
  name: string
  label?: string
  required?: boolean
  hidden?: boolean
  description?: string
  defaultValue?: number
}

/** An integer in the currency's minor unit, shown as money in the admin panel. */
export function amountField({
  name,
  label,
  required = false,
  hidden = false,
  description,
  defaultValue,
}: Options): NumberField {
  return {
    name,
    type: 'number',
    ...(label ? { label } : {}),
    required,
    hidden,
    ...(defaultValue === undefined ? {} : { defaultValue }),
    validate: (value: unknown) =>
      value === null || value === undefined
        ? !required || 'Required.'
        : isAmount(value) || 'A whole number of minor units.',
    admin: {
      readOnly: true,
      ...(description ? { description } : {}),
      components: {
        Cell: 'payload-plugin-payer-portal/client#MoneyCell',
        Field: 'payload-plugin-payer-portal/client#MoneyField',
      },
    },
  }
}

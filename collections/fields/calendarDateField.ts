import type { TextField } from 'payload'
import { isCalendarDate } from '../../src/base/dates.ts'

type Options = { name: string; label?: string; index?: boolean; admin?: TextField['admin'] }

/** A date without time, `YYYY-MM-DD`, read in the firm's time zone. */
export function calendarDateField({ name, label, index = false, admin = {} }: Options): TextField {
  return {
    name,
    type: 'text',
    ...(label ? { label } : {}),
    index,
    validate: (value: unknown) =>
      value === null || value === undefined || value === '' || isCalendarDate(value) || 'A date such as 2026-12-31.',
    hooks: { beforeValidate: [({ value }) => (value === '' ? null : value)] },
    admin,
  }
}

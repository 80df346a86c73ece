import type { Field } from 'payload'
import { nobody, staffOnly } from '../../access/rules/staffOnly.ts'

const access = { create: nobody, read: staffOnly, update: nobody }
const admin = { readOnly: true, position: 'sidebar' } as const
// What the record's banner says is not said again in the form.
const inBanner = { readOnly: true, components: { Field: 'payload-plugin-payer-portal/client#NoField' } }
const whenSet = (name: string) => ({ ...admin, condition: (data: Record<string, unknown>) => Boolean(data?.[name]) })

/** What became of a payer's record. Written by the services alone. */
export const lifeFields = (): Field[] => [
  { name: 'archivedAt', type: 'date', label: 'Archived', index: true, access, admin: inBanner },
  { name: 'erasedAt', type: 'date', label: 'Erased', access, admin: inBanner },
  { name: 'mergedInto', type: 'number', label: 'Merged into payer number', access, admin: inBanner },
  {
    name: 'mailProblem',
    type: 'text',
    label: 'Mails come back',
    access,
    admin: {
      ...whenSet('mailProblem'),
      components: { Cell: 'payload-plugin-payer-portal/client#MailProblemCell' },
    },
  },
]

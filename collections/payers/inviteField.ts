import type { GroupField } from 'payload'
import { nobody, staffOnly } from '../../access/rules/staffOnly.ts'
import { INVITE_STATUSES } from '../../src/login/inviteStatuses.ts'

/** The state of the welcome mail. Written by the login services alone. */
export const inviteField = (): GroupField => ({
  name: 'invite',
  label: 'Welcome mail',
  type: 'group',
  access: { create: nobody, read: staffOnly, update: nobody },
  admin: { readOnly: true, components: { Field: 'payload-plugin-payer-portal/client#NoField' } },
  fields: [
    {
      name: 'status',
      type: 'select',
      label: 'State',
      defaultValue: 'none',
      options: [...INVITE_STATUSES],
      index: true,
      admin: { components: { Cell: 'payload-plugin-payer-portal/client#InviteCell' } },
    },
    { name: 'sentAt', type: 'date', admin: { date: { pickerAppearance: 'dayAndTime' } } },
    { name: 'error', type: 'text' },
  ],
})

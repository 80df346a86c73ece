import type { Field } from 'payload'
import { staffMay } from '../../access/rules/staffMay.ts'
import { staffOnly } from '../../access/rules/staffOnly.ts'
import { staffOrManager } from '../../access/rules/staffOrManager.ts'
import { derivePayerName } from '../../hooks/payers/derivePayerName.ts'

/** The email with the login access toggle at its right, and the names, phone and address that a payer may change. */
export const contactFields = (): Field[] => [
  {
    type: 'row',
    fields: [
      { name: 'email', type: 'email', required: true, access: { update: staffOnly }, admin: { width: '60%' } },
      {
        name: 'loginAccessControl',
        type: 'ui',
        label: 'Login Access',
        admin: {
          width: '40%',
          components: {
            Field: 'payload-plugin-payer-portal/client#LoginAccess',
            Cell: 'payload-plugin-payer-portal/client#LoginAccessCell',
          },
        },
      },
    ],
  },
  {
    name: 'loginPanel',
    type: 'ui',
    admin: { disableListColumn: true, components: { Field: 'payload-plugin-payer-portal/client#LoginPanel' } },
  },
  {
    name: 'peoplePanel',
    type: 'ui',
    admin: { disableListColumn: true, components: { Field: 'payload-plugin-payer-portal/client#PeoplePanel' } },
  },
  {
    // Not in the form: a form that was opened before a change must not switch access back.
    name: 'loginAccess',
    type: 'checkbox',
    label: 'Login Access',
    defaultValue: false,
    index: true,
    access: { create: staffMay('login.manage'), update: staffMay('login.manage') },
    admin: { disabled: true },
  },
  {
    type: 'row',
    fields: [
      { name: 'firstName', type: 'text', maxLength: 200 },
      { name: 'lastName', type: 'text', maxLength: 200 },
    ],
  },
  { name: 'businessName', type: 'text', maxLength: 200 },
  {
    name: 'name',
    type: 'text',
    index: true,
    access: { create: staffOnly, update: staffOnly },
    hooks: { beforeChange: [derivePayerName] },
    admin: { readOnly: true, description: 'Made from the names above.' },
  },
  {
    name: 'receiptEmails',
    type: 'text',
    hasMany: true,
    maxRows: 10,
    label: 'Further receipt addresses',
    access: { create: staffOnly, update: staffOrManager },
    admin: { description: 'Receipts and notices of payments go here too.' },
  },
  { name: 'phone', type: 'text', maxLength: 50 },
  { name: 'address', type: 'textarea', maxLength: 1000 },
]

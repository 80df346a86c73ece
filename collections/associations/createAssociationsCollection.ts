import type { CollectionConfig } from 'payload'
import { associationsAccess } from '../../access/associationsAccess.ts'
import { refuseBlankAssociation } from '../../hooks/associations/refuseBlankAssociation.ts'
import { recordAssociation, recordAssociationEnd } from '../../hooks/audit/recordAssociation.ts'
import { refuseForeignWrites } from '../../hooks/refuseForeignWrites.ts'
import { refuseUnstorable } from '../../hooks/refuseUnstorable.ts'
import { refuseViewWrites } from '../../hooks/refuseViewWrites.ts'
import { SLUGS } from '../../src/base/slugs.ts'
import { noVersionsEndpoints } from '../../src/endpoints/noVersionsEndpoints.ts'
import { calendarDateField } from '../fields/calendarDateField.ts'
import { exactTextField } from '../fields/exactTextField.ts'

/** Rules that say which invoices a payer may see and pay. */
export const createAssociationsCollection = (): CollectionConfig => ({
  slug: SLUGS.associations,
  labels: { singular: 'Association', plural: 'Associations' },
  admin: {
    group: 'Payer Portal',
    defaultColumns: [
      'payer',
      'effect',
      'clientNumber',
      'matterNumber',
      'invoiceNumber',
      'clientName',
      'matterDescription',
      'endsOn',
    ],
    description: "Which invoices a payer may see. Usually set on the payer's own page.",
  },
  access: associationsAccess,
  disableDuplicate: true,
  lockDocuments: false,
  versions: false,
  endpoints: noVersionsEndpoints,
  hooks: {
    beforeOperation: [refuseForeignWrites, refuseViewWrites, refuseUnstorable],
    beforeValidate: [refuseBlankAssociation],
    afterChange: [recordAssociation],
    beforeDelete: [recordAssociationEnd],
  },
  fields: [
    { name: 'payer', type: 'relationship', relationTo: SLUGS.payers, required: true, index: true },
    exactTextField({ name: 'clientNumber', label: 'Client number', index: true }),
    exactTextField({ name: 'clientName', label: 'Client name' }),
    exactTextField({ name: 'matterNumber', label: 'Matter number', index: true }),
    exactTextField({ name: 'matterDescription', label: 'Matter description' }),
    exactTextField({ name: 'invoiceNumber', label: 'Invoice number', index: true }),
    exactTextField({ name: 'source', label: 'Billing source', admin: { description: 'Blank: every billing source.' } }),
    {
      name: 'effect',
      type: 'select',
      required: true,
      defaultValue: 'include',
      options: [
        { label: 'Include', value: 'include' },
        { label: 'Exclude (always wins)', value: 'exclude' },
      ],
    },
    {
      name: 'ability',
      type: 'select',
      defaultValue: 'pay',
      options: [
        { label: 'See and pay', value: 'pay' },
        { label: 'See only', value: 'view' },
      ],
      admin: { condition: (data) => data.effect !== 'exclude' },
    },
    {
      name: 'detail',
      type: 'select',
      defaultValue: 'full',
      options: [
        { label: 'Everything', value: 'full' },
        { label: 'Amounts only', value: 'amounts' },
      ],
      admin: { condition: (data) => data.effect !== 'exclude' },
    },
    calendarDateField({
      name: 'endsOn',
      label: 'Ends on',
      admin: { description: "Last day, in the firm's time zone. Blank: no end." },
    }),
  ],
})

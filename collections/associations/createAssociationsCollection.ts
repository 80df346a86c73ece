import type { CollectionConfig, TextField } from 'payload'
import { associationsAccess } from '../../access/associationsAccess.ts'
import { nobody } from '../../access/rules/staffOnly.ts'
import { refuseBlankAssociation } from '../../hooks/associations/refuseBlankAssociation.ts'
import { signAssociation } from '../../hooks/associations/signAssociation.ts'
import { recordAssociation, recordAssociationEnd } from '../../hooks/audit/recordAssociation.ts'
import { refuseForeignWrites } from '../../hooks/refuseForeignWrites.ts'
import { refuseUnstorable } from '../../hooks/refuseUnstorable.ts'
import { refuseViewWrites } from '../../hooks/refuseViewWrites.ts'
import { SLUGS } from '../../src/base/slugs.ts'
import { bulkEndpoint } from '../../src/endpoints/associations/bulkEndpoint.ts'
import { importRulesEndpoint } from '../../src/endpoints/associations/importRulesEndpoint.ts'
import { noVersionsEndpoints } from '../../src/endpoints/noVersionsEndpoints.ts'
import { guardWrites } from '../../src/endpoints/request/guardWrites.ts'
import { staffAccessEndpoints } from '../../src/endpoints/staffAccessEndpoints.ts'
import { calendarDateField } from '../fields/calendarDateField.ts'
import { exactTextField } from '../fields/exactTextField.ts'

/** Who did it: written by the hook alone, whatever a caller sends. */
const signature = (name: 'createdBy' | 'updatedBy', label: string): TextField => ({
  name,
  type: 'text',
  label,
  access: { create: nobody, update: nobody },
  admin: { readOnly: true, position: 'sidebar', condition: (data) => Boolean(data?.[name]) },
})

/** Rules that say which invoices a payer may see and pay. */
export const createAssociationsCollection = (): CollectionConfig => ({
  slug: SLUGS.associations,
  labels: { singular: 'Association', plural: 'Associations' },
  admin: {
    group: 'Payer Portal',
    defaultColumns: ['rule', 'payer', 'effect', 'ability', 'endsOn', 'createdBy'],
    listSearchableFields: ['clientNumber', 'clientName', 'matterNumber', 'matterDescription', 'invoiceNumber'],
    description: "Which invoices a payer may see. Usually set on the payer's own page.",
    pagination: { defaultLimit: 25 },
    components: { beforeListTable: ['payload-plugin-payer-portal/client#AssociationsBar'] },
  },
  access: associationsAccess,
  disableDuplicate: true,
  lockDocuments: false,
  versions: false,
  endpoints: [
    guardWrites(importRulesEndpoint, ['application/json', 'text/csv']),
    guardWrites(bulkEndpoint),
    ...staffAccessEndpoints(SLUGS.associations),
    ...noVersionsEndpoints,
  ],
  hooks: {
    beforeOperation: [refuseForeignWrites, refuseViewWrites, refuseUnstorable],
    beforeValidate: [refuseBlankAssociation],
    beforeChange: [signAssociation],
    afterChange: [recordAssociation],
    beforeDelete: [recordAssociationEnd],
  },
  fields: [
    {
      name: 'rule',
      type: 'ui',
      label: 'Rule',
      admin: {
        components: {
          Field: 'payload-plugin-payer-portal/client#AssociationRule',
          Cell: 'payload-plugin-payer-portal/client#RuleCell',
        },
      },
    },
    { name: 'payer', type: 'relationship', relationTo: SLUGS.payers, required: true, index: true },
    exactTextField({ name: 'clientNumber', label: 'Client number', index: true }),
    exactTextField({ name: 'clientName', label: 'Client name', index: true }),
    exactTextField({ name: 'matterNumber', label: 'Matter number', index: true }),
    exactTextField({ name: 'matterDescription', label: 'Matter description', index: true }),
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
      admin: {
        condition: (data) => data.effect !== 'exclude',
        components: { Cell: 'payload-plugin-payer-portal/client#AbilityCell' },
      },
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
      admin: {
        description: "Last day, in the firm's time zone. Blank: no end.",
        components: { Cell: 'payload-plugin-payer-portal/client#EndsOnCell' },
      },
    }),
    {
      ...signature('createdBy', 'Set by'),
      admin: {
        ...signature('createdBy', 'Set by').admin,
        components: { Cell: 'payload-plugin-payer-portal/client#SetByCell' },
      },
    },
    signature('updatedBy', 'Changed by'),
  ],
})

import type { CollectionConfig } from 'payload'
import { invoicesAccess } from '../../access/invoicesAccess.ts'
import { staffOnly } from '../../access/rules/staffOnly.ts'
import { recordInvoiceChange } from '../../hooks/audit/recordInvoiceChange.ts'
import { addAmountDue } from '../../hooks/invoices/addAmountDue.ts'
import { keepBackTexts } from '../../hooks/invoices/keepBackTexts.ts'
import { lockInvoices } from '../../hooks/invoices/lockInvoices.ts'
import { orderToLastTie } from '../../hooks/invoices/orderToLastTie.ts'
import { narrowPayerQuery } from '../../hooks/narrowPayerQuery.ts'
import { refuseForeignWrites } from '../../hooks/refuseForeignWrites.ts'
import { refuseUnstorable } from '../../hooks/refuseUnstorable.ts'
import { refuseViewWrites } from '../../hooks/refuseViewWrites.ts'
import { SLUGS } from '../../src/base/slugs.ts'
import { normalText } from '../../src/base/text.ts'
import { MAX_MEMO_BYTES, MAX_NAME_BYTES } from '../../src/connect/invoiceLimits.ts'
import { INVOICE_STATUSES } from '../../src/connect/invoiceStatuses.ts'
import { whoSeesEndpoint } from '../../src/endpoints/associations/whoSeesEndpoint.ts'
import { noVersionsEndpoints } from '../../src/endpoints/noVersionsEndpoints.ts'
import { staffAccessEndpoints } from '../../src/endpoints/staffAccessEndpoints.ts'
import { amountField } from '../fields/amountField.ts'
import { calendarDateField } from '../fields/calendarDateField.ts'
import { exactTextField } from '../fields/exactTextField.ts'
import { withoutUpdate } from '../fields/withoutUpdate.ts'

const readOnly = { readOnly: true } as const

/** As long as its billing source may have it: an invoice that was read can be held. */
const mirroredText = (options: Parameters<typeof exactTextField>[0]) =>
  exactTextField({ maxLength: MAX_NAME_BYTES, ...options })

/** Amounts due, mirrored from the billing sources. Staff may only set a hold. */
export const createInvoicesCollection = (): CollectionConfig => ({
  slug: SLUGS.invoices,
  labels: { singular: 'Invoice', plural: 'Invoices' },
  admin: {
    group: 'Payer Portal',
    useAsTitle: 'number',
    defaultColumns: ['number', 'clientName', 'matterNumber', 'dueOn', 'balance', 'pending', 'amountDue', 'status'],
    listSearchableFields: ['number', 'clientNumber', 'clientName', 'matterNumber'],
    pagination: { defaultLimit: 25 },
    components: { beforeListTable: ['payload-plugin-payer-portal/client#SyncStatus'] },
  },
  access: invoicesAccess,
  disableDuplicate: true,
  lockDocuments: false,
  versions: false,
  // The newest first.
  defaultSort: '-id',
  endpoints: [whoSeesEndpoint, ...staffAccessEndpoints(SLUGS.invoices), ...noVersionsEndpoints],
  timestamps: true,
  forceSelect: { status: true, balance: true, pending: true },
  hooks: {
    beforeOperation: [
      refuseForeignWrites,
      refuseViewWrites,
      refuseUnstorable,
      narrowPayerQuery,
      orderToLastTie,
      lockInvoices,
    ],
    afterRead: [addAmountDue, keepBackTexts],
    afterChange: [recordInvoiceChange],
  },
  fields: [
    ...withoutUpdate([
      {
        type: 'row',
        fields: [
          mirroredText({ name: 'number', label: 'Invoice number', admin: readOnly }),
          {
            name: 'status',
            type: 'select',
            options: [...INVOICE_STATUSES],
            required: true,
            admin: readOnly,
          },
        ],
      },
      {
        type: 'row',
        fields: [
          mirroredText({ name: 'clientNumber', label: 'Client number', admin: readOnly }),
          mirroredText({ name: 'clientName', label: 'Client name', admin: readOnly }),
        ],
      },
      {
        type: 'row',
        fields: [
          mirroredText({ name: 'matterNumber', label: 'Matter number', admin: readOnly }),
          mirroredText({ name: 'matterDescription', label: 'Matter description', admin: readOnly }),
        ],
      },
      {
        name: 'matters',
        type: 'array',
        admin: {
          ...readOnly,
          description: 'Only for an invoice over several matters.',
          condition: (data) => Array.isArray(data.matters) && data.matters.length > 0,
        },
        fields: [
          mirroredText({ name: 'matterNumber', label: 'Matter number' }),
          mirroredText({ name: 'matterDescription', label: 'Matter description' }),
        ],
      },
      {
        type: 'row',
        fields: [
          calendarDateField({ name: 'issuedOn', label: 'Issued on', admin: readOnly }),
          calendarDateField({ name: 'dueOn', label: 'Due on', admin: readOnly }),
          { name: 'currency', type: 'text', required: true, admin: readOnly },
        ],
      },
      {
        type: 'row',
        fields: [
          amountField({ name: 'total', label: 'Total' }),
          amountField({
            name: 'balance',
            label: 'Balance',
            required: true,
            description: 'What the billing system says is open.',
          }),
          amountField({
            name: 'pending',
            label: 'Pending',
            defaultValue: 0,
            description: 'Reserved or paid here, not in the balance yet.',
          }),
        ],
      },
      {
        ...amountField({ name: 'amountDue', label: 'Amount due', description: 'The most that can be paid.' }),
        virtual: true,
      },
      { name: 'account', type: 'text', label: 'Merchant account', admin: readOnly },
    ]),
    {
      name: 'hold',
      type: 'text',
      maxLength: 500,
      label: 'Hold',
      // A cleared text field sends ''; only null is no hold.
      hooks: { beforeValidate: [({ value }) => (typeof value === 'string' ? normalText(value) : value)] },
      access: { create: staffOnly, update: staffOnly, read: staffOnly },
      admin: { description: 'A reason here stops payment of this invoice.' },
    },
    {
      name: 'whoSees',
      type: 'ui',
      admin: { disableListColumn: true, components: { Field: 'payload-plugin-payer-portal/client#WhoSees' } },
    },
    ...withoutUpdate([
      { name: 'memo', type: 'textarea', maxLength: MAX_MEMO_BYTES, admin: { ...readOnly, disableListColumn: true } },
      {
        type: 'row',
        fields: [
          { name: 'source', type: 'text', required: true, admin: { ...readOnly, description: 'Billing source' } },
          { name: 'externalId', type: 'text', required: true, admin: { ...readOnly, description: 'Its id there' } },
        ],
      },
    ]),
  ],
})

import type { CollectionConfig } from 'payload'
import { staffOnly } from '../../access/rules/staffOnly.ts'
import { transactionsAccess } from '../../access/transactionsAccess.ts'
import { narrowPayerQuery } from '../../hooks/narrowPayerQuery.ts'
import { refuseUnstorable } from '../../hooks/refuseUnstorable.ts'
import { hideGatewayCode } from '../../hooks/transactions/hideGatewayCode.ts'
import { showReceiptLines } from '../../hooks/transactions/showReceiptLines.ts'
import { SLUGS } from '../../src/base/slugs.ts'
import { noVersionsEndpoints } from '../../src/endpoints/noVersionsEndpoints.ts'
import { guardWrites } from '../../src/endpoints/request/guardWrites.ts'
import { staffAccessEndpoints } from '../../src/endpoints/staffAccessEndpoints.ts'
import { transactionStaffEndpoints } from '../../src/endpoints/transactionStaffEndpoints.ts'
import {
  CHANNELS,
  POSTING_STATUSES,
  TRANSACTION_KINDS,
  TRANSACTION_STATUSES,
} from '../../src/payments/transactionStatuses.ts'
import { amountField } from '../fields/amountField.ts'

/** Movements of money: payments, refunds, returns, disputes and their reversals. */
export const createTransactionsCollection = (): CollectionConfig => ({
  slug: SLUGS.transactions,
  labels: { singular: 'Transaction', plural: 'Transactions' },
  admin: {
    group: 'Payer Portal',
    useAsTitle: 'reference',
    defaultColumns: ['reference', 'payer', 'kind', 'status', 'amount', 'currency', 'posting.status', 'createdAt'],
    listSearchableFields: ['reference'],
    components: { edit: { beforeDocumentControls: ['payload-plugin-payer-portal/client#TransactionActions'] } },
  },
  defaultSort: '-createdAt',
  access: transactionsAccess,
  disableDuplicate: true,
  lockDocuments: false,
  versions: false,
  endpoints: [...transactionStaffEndpoints, ...staffAccessEndpoints(SLUGS.transactions), ...noVersionsEndpoints].map(
    (endpoint) => guardWrites(endpoint),
  ),
  hooks: {
    beforeOperation: [refuseUnstorable, narrowPayerQuery],
    afterRead: [hideGatewayCode],
    afterOperation: [showReceiptLines],
  },
  fields: [
    {
      type: 'row',
      fields: [
        { name: 'reference', type: 'text', required: true },
        { name: 'kind', type: 'select', required: true, options: [...TRANSACTION_KINDS] },
        { name: 'status', type: 'select', required: true, options: [...TRANSACTION_STATUSES], index: true },
      ],
    },
    {
      type: 'row',
      fields: [
        { name: 'payer', type: 'relationship', relationTo: SLUGS.payers, required: true, maxDepth: 0 },
        { name: 'original', type: 'relationship', relationTo: SLUGS.transactions, maxDepth: 0, index: true },
        { name: 'channel', type: 'select', required: true, options: [...CHANNELS] },
      ],
    },
    {
      type: 'row',
      fields: [
        amountField({ name: 'amount', required: true }),
        { name: 'currency', type: 'text', required: true },
        amountField({ name: 'refundedAmount', label: 'Refunded', defaultValue: 0 }),
        amountField({ name: 'surchargeAmount', label: 'Surcharge', defaultValue: 0 }),
      ],
    },
    { name: 'account', type: 'text', label: 'Merchant account', required: true },
    {
      name: 'method',
      type: 'group',
      fields: [
        {
          type: 'row',
          fields: [
            { name: 'type', type: 'text' },
            { name: 'brand', type: 'text' },
            { name: 'last4', type: 'text' },
          ],
        },
      ],
    },
    {
      name: 'allocations',
      type: 'array',
      fields: [
        { name: 'invoice', type: 'relationship', relationTo: SLUGS.invoices, required: true, maxDepth: 0 },
        { name: 'invoiceNumber', type: 'text' },
        amountField({ name: 'amount', required: true }),
        amountField({ name: 'pending', hidden: true, defaultValue: 0 }),
      ],
    },
    { name: 'held', type: 'text', admin: { description: 'Why this money waits for somebody to decide.' } },
    {
      name: 'failure',
      type: 'group',
      fields: [
        {
          type: 'row',
          fields: [
            { name: 'code', type: 'text' },
            { name: 'message', type: 'text' },
          ],
        },
      ],
    },
    {
      name: 'posting',
      type: 'group',
      fields: [
        {
          name: 'status',
          type: 'select',
          defaultValue: 'none',
          options: [...POSTING_STATUSES],
          access: { read: staffOnly },
        },
      ],
    },
    { name: 'settledAt', type: 'date', admin: { date: { pickerAppearance: 'dayAndTime' } } },
  ],
})

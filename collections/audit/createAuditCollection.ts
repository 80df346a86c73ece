import type { CollectionConfig, Field } from 'payload'
import { auditAccess } from '../../access/auditAccess.ts'
import { describeEntry } from '../../hooks/audit/describeEntry.ts'
import { refuseAuditChange } from '../../hooks/audit/refuseAuditChange.ts'
import { refuseUnstorable } from '../../hooks/refuseUnstorable.ts'
import { SLUGS } from '../../src/base/slugs.ts'
import { noVersionsEndpoints } from '../../src/endpoints/noVersionsEndpoints.ts'
import { staffAccessEndpoints } from '../../src/endpoints/staffAccessEndpoints.ts'

/** Made when an entry is read; there is nothing to filter by. */
const described = (name: string, label: string): Field => ({
  name,
  type: 'text',
  label,
  virtual: true,
  admin: { readOnly: true, disableListFilter: true },
})

const readOnly = { readOnly: true } as const

/** Who did what to whom, when and from where. Rows are added by the services, in the transaction of what they record. */
export const createAuditCollection = (): CollectionConfig => ({
  slug: SLUGS.audit,
  labels: { singular: 'Audit entry', plural: 'Audit log' },
  admin: {
    group: 'Payer Portal',
    useAsTitle: 'action',
    defaultColumns: ['createdAt', 'who', 'what', 'payerName', 'origin'],
    listSearchableFields: ['action', 'actorName', 'ip'],
    pagination: { defaultLimit: 25 },
    description: 'Added to by the portal itself. Nobody can change or delete an entry.',
    components: { beforeListTable: ['payload-plugin-payer-portal/client#AuditFilters'] },
  },
  defaultSort: '-id',
  access: auditAccess,
  disableDuplicate: true,
  lockDocuments: false,
  versions: false,
  endpoints: [...staffAccessEndpoints(SLUGS.audit), ...noVersionsEndpoints],
  forceSelect: { action: true, payerId: true, actorCollection: true, actorId: true, actorName: true, data: true },
  hooks: { beforeOperation: [refuseAuditChange, refuseUnstorable], afterRead: [describeEntry] },
  fields: [
    described('who', 'Who'),
    described('what', 'What'),
    described('payerName', 'Payer'),
    described('origin', 'From'),
    { name: 'createdAt', type: 'date', label: 'When', index: true, admin: { disableBulkEdit: true, hidden: true } },
    {
      name: 'data',
      type: 'json',
      label: 'Details',
      admin: { ...readOnly, components: { Field: 'payload-plugin-payer-portal/client#AuditDetails' } },
    },
    {
      type: 'collapsible',
      label: 'As stored',
      admin: { initCollapsed: true },
      fields: [
        { name: 'action', type: 'text', label: 'Kind', required: true, index: true, admin: readOnly },
        // A plain number: a payer that is deleted later leaves its entries as they are.
        { name: 'payerId', type: 'number', label: 'Payer number', index: true, admin: readOnly },
        { name: 'actorCollection', type: 'text', label: 'By', admin: readOnly },
        { name: 'actorId', type: 'text', label: 'By number', index: true, admin: readOnly },
        { name: 'actorName', type: 'text', label: 'By name', admin: readOnly },
        { name: 'ip', type: 'text', label: 'From address', admin: readOnly },
        { name: 'userAgent', type: 'text', label: 'From device', admin: readOnly },
      ],
    },
  ],
})

import type { CollectionConfig } from 'payload'
import { auditAccess } from '../../access/auditAccess.ts'
import { showPayerName } from '../../hooks/audit/showPayerName.ts'
import { refuseUnstorable } from '../../hooks/refuseUnstorable.ts'
import { SLUGS } from '../../src/base/slugs.ts'
import { noVersionsEndpoints } from '../../src/endpoints/noVersionsEndpoints.ts'

/** Who did what to whom, when and from where. Rows are added by the services, in the transaction of what they record. */
export const createAuditCollection = (): CollectionConfig => ({
  slug: SLUGS.audit,
  labels: { singular: 'Audit entry', plural: 'Audit log' },
  admin: {
    group: 'Payer Portal',
    useAsTitle: 'action',
    defaultColumns: ['createdAt', 'action', 'payerName', 'actorName', 'actorCollection', 'ip'],
    listSearchableFields: ['action', 'actorName', 'ip'],
    description: 'Added to by the portal itself. Nobody can change or delete an entry.',
  },
  defaultSort: '-id',
  access: auditAccess,
  disableDuplicate: true,
  lockDocuments: false,
  versions: false,
  endpoints: noVersionsEndpoints,
  hooks: { beforeOperation: [refuseUnstorable] },
  fields: [
    { name: 'action', type: 'text', required: true, index: true, admin: { readOnly: true } },
    // A plain number: a payer that is deleted later leaves its entries as they are.
    { name: 'payerId', type: 'number', label: 'Payer number', index: true, admin: { readOnly: true } },
    {
      name: 'payerName',
      type: 'text',
      label: 'Payer',
      virtual: true,
      hooks: { afterRead: [showPayerName] },
      admin: { readOnly: true },
    },
    { name: 'actorCollection', type: 'text', label: 'By', admin: { readOnly: true } },
    { name: 'actorId', type: 'text', label: 'By number', index: true, admin: { readOnly: true } },
    { name: 'actorName', type: 'text', label: 'By name', admin: { readOnly: true } },
    { name: 'ip', type: 'text', label: 'From address', admin: { readOnly: true } },
    { name: 'userAgent', type: 'text', label: 'From device', admin: { readOnly: true } },
    { name: 'data', type: 'json', label: 'Details', admin: { readOnly: true } },
  ],
})

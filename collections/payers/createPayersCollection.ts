import type { CollectionConfig } from 'payload'
import { payersAccess } from '../../access/payersAccess.ts'
import { payerHooks } from '../../hooks/payers/payerHooks.ts'
import { SLUGS } from '../../src/base/slugs.ts'
import { payerAuthEndpoints } from '../../src/endpoints/payerAuthEndpoints.ts'
import { payerStaffEndpoints } from '../../src/endpoints/payerStaffEndpoints.ts'
import { importEndpoint } from '../../src/endpoints/payersBulk/importEndpoint.ts'
import { payersBulkEndpoints } from '../../src/endpoints/payersBulkEndpoints.ts'
import { guardWrites } from '../../src/endpoints/request/guardWrites.ts'
import { payerSession } from '../../src/login/payerSession.ts'
import { hideArchived } from '../../src/payers/hideArchived.ts'
import { contactFields } from './contactFields.ts'
import { inviteField } from './inviteField.ts'
import { lifeFields } from './lifeFields.ts'

/** Records of the persons and businesses that pay. Their logins live in tables of their own. */
export const createPayersCollection = (): CollectionConfig => ({
  slug: SLUGS.payers,
  labels: { singular: 'Payer', plural: 'Payers' },
  auth: { disableLocalStrategy: true, useSessions: false, strategies: [payerSession], removeTokenFromResponses: true },
  admin: {
    group: 'Payer Portal',
    useAsTitle: 'name',
    defaultColumns: ['name', 'email', 'loginAccessControl', 'invite.status', 'mailProblem'],
    listSearchableFields: ['name', 'email', 'businessName'],
    baseFilter: hideArchived,
    components: {
      beforeListTable: [
        'payload-plugin-payer-portal/client#PayersBar',
        'payload-plugin-payer-portal/rsc#PayerListServer',
      ],
      edit: {
        beforeDocumentControls: ['payload-plugin-payer-portal/client#ViewAsPayer'],
        editMenuItems: ['payload-plugin-payer-portal/client#RecordMenu'],
      },
    },
  },
  access: payersAccess,
  disableDuplicate: true,
  lockDocuments: false,
  versions: false,
  endpoints: [
    guardWrites(importEndpoint, ['application/json', 'text/csv']),
    ...[...payersBulkEndpoints, ...payerAuthEndpoints, ...payerStaffEndpoints].map((endpoint) => guardWrites(endpoint)),
  ],
  hooks: payerHooks,
  fields: [
    {
      name: 'recordPanel',
      type: 'ui',
      admin: { disableListColumn: true, components: { Field: 'payload-plugin-payer-portal/client#RecordPanel' } },
    },
    {
      type: 'tabs',
      tabs: [
        { label: 'Payer Information', fields: [...contactFields(), inviteField(), ...lifeFields()] },
        {
          label: 'Associations',
          fields: [
            {
              name: 'associationsTab',
              type: 'ui',
              admin: {
                disableListColumn: true,
                components: { Field: 'payload-plugin-payer-portal/rsc#AssociationsTabServer' },
              },
            },
          ],
        },
        {
          label: 'Payment History',
          fields: [
            {
              name: 'historyTab',
              type: 'ui',
              admin: {
                disableListColumn: true,
                components: { Field: 'payload-plugin-payer-portal/client#PaymentHistoryTab' },
              },
            },
          ],
        },
        {
          label: 'Activity',
          fields: [
            {
              name: 'activityTab',
              type: 'ui',
              admin: {
                disableListColumn: true,
                components: { Field: 'payload-plugin-payer-portal/client#ActivityTab' },
              },
            },
          ],
        },
      ],
    },
  ],
})

import type { Endpoint } from 'payload'
import { invoiceEndpoints } from './portal/invoiceEndpoints.ts'
import { invoicesEndpoint } from './portal/invoicesEndpoint.ts'
import { settingsEndpoint } from './portal/settingsEndpoint.ts'
import { summaryEndpoint } from './portal/summaryEndpoint.ts'
import { transactionEndpoints } from './portal/transactionEndpoints.ts'

/** What a payer reads in the portal. */
export const portalReadEndpoints: Endpoint[] = [
  settingsEndpoint,
  summaryEndpoint,
  invoicesEndpoint,
  ...invoiceEndpoints,
  ...transactionEndpoints,
]

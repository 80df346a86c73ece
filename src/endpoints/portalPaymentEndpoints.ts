import type { Endpoint } from 'payload'
import { allocateEndpoint } from './payments/allocateEndpoint.ts'
import { cancelPaymentEndpoint } from './payments/cancelPaymentEndpoint.ts'
import { createPaymentEndpoint } from './payments/createPaymentEndpoint.ts'
import { paymentMethodEndpoints } from './payments/paymentMethodEndpoints.ts'
import { resumePaymentEndpoint } from './payments/resumePaymentEndpoint.ts'

/** What a payer does with money. */
export const portalPaymentEndpoints: Endpoint[] = [
  allocateEndpoint,
  createPaymentEndpoint,
  cancelPaymentEndpoint,
  resumePaymentEndpoint,
  ...paymentMethodEndpoints,
]

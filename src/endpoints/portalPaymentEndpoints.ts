import type { Endpoint } from 'payload'
import { allocateEndpoint } from './payments/allocateEndpoint.ts'
import { cancelPaymentEndpoint } from './payments/cancelPaymentEndpoint.ts'
import { createPaymentEndpoint } from './payments/createPaymentEndpoint.ts'
import { paymentMethodEndpoints } from './payments/paymentMethodEndpoints.ts'
import { resumePaymentEndpoint } from './payments/resumePaymentEndpoint.ts'
import { gatewayWebhookEndpoint } from './webhook/gatewayWebhookEndpoint.ts'

/** What a payer does with money, and what the gateway tells us. */
export const portalPaymentEndpoints: Endpoint[] = [
  allocateEndpoint,
  createPaymentEndpoint,
  cancelPaymentEndpoint,
  resumePaymentEndpoint,
  ...paymentMethodEndpoints,
  gatewayWebhookEndpoint,
]

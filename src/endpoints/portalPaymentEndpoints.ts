import type { Endpoint } from 'payload'

export const portalPaymentEndpoints: Endpoint[] = []

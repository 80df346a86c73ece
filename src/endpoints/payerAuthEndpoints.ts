import type { Endpoint } from 'payload'

/** Payload's auth routes of the payers, answered by the login services. */
export const payerAuthEndpoints: Endpoint[] = []

import type { Endpoint } from 'payload'

/** What staff do on a payer's page: invite, reset, delete the login, change the email, preview. */
export const payerStaffEndpoints: Endpoint[] = []

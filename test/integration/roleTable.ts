import type { PersonRole } from '../../access/rules/payerOf.ts'

export const ROLES = ['view', 'pay', 'manage', 'owner'] as const satisfies readonly PersonRole[]

type Needs = 'view' | 'pay' | 'manage' | 'nothing'

/**
 * What each route that a payer can call asks of the role. `nothing`: it is no payer's route (signed, open to
 * everybody, or about the login itself before there is one). A new route without a row fails the test.
 */
export const ROUTES: Readonly<Record<string, Needs>> = {
  'get /portal/settings': 'nothing',
  'get /portal/summary': 'view',
  'get /portal/invoices': 'view',
  'get /portal/invoices/:id': 'view',
  'get /portal/invoices/:id/pdf': 'view',
  'get /portal/transactions': 'view',
  'get /portal/transactions/:id': 'view',
  'get /portal/transactions/:id/receipt.pdf': 'view',
  'post /portal/allocate': 'view',
  'post /portal/payments': 'pay',
  'post /portal/payments/:id/cancel': 'pay',
  'post /portal/payments/:id/resume': 'pay',
  'get /portal/payment-methods': 'pay',
  'post /portal/payment-methods': 'pay',
  'patch /portal/payment-methods/:id': 'pay',
  'delete /portal/payment-methods/:id': 'pay',
  'get /portal/people': 'manage',
  'post /portal/people': 'manage',
  'patch /portal/people/:person': 'manage',
  'delete /portal/people/:person': 'manage',
  'post /portal/people/:person/invite': 'manage',
  'post /portal/people/:person/reset-password': 'manage',
  'get /portal/staff/me': 'nothing',
  'post /portal/webhooks/stripe': 'nothing',
  'post /portal/webhooks/mail': 'nothing',
  'post /payers/login': 'nothing',
  'post /payers/logout': 'view',
  'get /payers/me': 'view',
  'post /payers/refresh-token': 'view',
  'post /payers/forgot-password': 'nothing',
  'post /payers/reset-password': 'nothing',
  'post /payers/accept-invite': 'nothing',
  'post /payers/change-password': 'view',
  'post /payers/confirm-email': 'nothing',
  'post /payers/switch': 'view',
  'post /payers/inspect-link': 'nothing',
  'post /payers/undo-email': 'nothing',
  'get /payers/change-email': 'view',
  'post /payers/change-email': 'view',
  'delete /payers/change-email': 'view',
  'get /payers/sessions': 'view',
  'delete /payers/sessions': 'view',
  'delete /payers/sessions/:id': 'view',
  // The second factor belongs to the login, whatever its roles.
  'post /payers/second-factor': 'nothing',
  'get /payers/second-factor': 'view',
  'post /payers/second-factor/totp': 'view',
  'post /payers/second-factor/totp/confirm': 'view',
  'post /payers/second-factor/passkey': 'view',
  'post /payers/second-factor/passkey/confirm': 'view',
  'post /payers/second-factor/recovery-codes': 'view',
  'patch /payers/second-factor/:id': 'view',
  'delete /payers/second-factor/:id': 'view',
  // The collections' own doors.
  'get /payers': 'view',
  'get /payers/count': 'view',
  'get /payers/:id': 'view',
  'patch /payers/:id': 'manage',
  'get /invoices': 'view',
  'get /invoices/:id': 'view',
  'get /transactions': 'view',
  'get /transactions/:id': 'view',
}

const RANK: readonly Needs[] = ['view', 'pay', 'manage']

/** What the table says. */
export const roleMayCall = (role: PersonRole, needs: Needs): boolean =>
  RANK.indexOf(role === 'owner' ? 'manage' : role) >= RANK.indexOf(needs)

import type { StaffAction, StaffRole } from 'payload-plugin-payer-portal'

/** `look`: every member of staff. `payer`: no member of staff. `anyone`: also without a login. `gone`: answers nobody. */
export type Door = StaffAction | 'look' | 'payer' | 'anyone' | 'gone'

/** What each role may do, written down a second time on purpose. */
export const MAY: Record<StaffAction, Record<StaffRole, boolean>> = {
  'payers.write': { admin: true, manager: true, collector: false, readonly: false },
  'payers.erase': { admin: true, manager: false, collector: false, readonly: false },
  'login.manage': { admin: true, manager: true, collector: false, readonly: false },
  'payers.viewAs': { admin: true, manager: true, collector: false, readonly: false },
  'associations.write': { admin: true, manager: true, collector: false, readonly: false },
  'invoices.hold': { admin: true, manager: true, collector: false, readonly: false },
  'payments.take': { admin: true, manager: true, collector: true, readonly: false },
  'payments.refund': { admin: true, manager: true, collector: false, readonly: false },
  'connect.sync': { admin: true, manager: true, collector: false, readonly: false },
  'postings.manage': { admin: true, manager: false, collector: false, readonly: false },
  'settings.write': { admin: true, manager: false, collector: false, readonly: false },
  'audit.read': { admin: true, manager: true, collector: false, readonly: false },
}

/** Every route of the package. A new one has no cell and fails the test until it is written here. */
export const ROUTES: Record<string, Door> = {
  'get /portal/settings': 'anyone',
  'get /portal/summary': 'payer',
  'get /portal/invoices': 'payer',
  'get /portal/invoices/:id': 'payer',
  'get /portal/invoices/:id/pdf': 'payer',
  'get /portal/transactions': 'payer',
  'get /portal/transactions/:id': 'payer',
  'get /portal/transactions/:id/receipt.pdf': 'payer',
  'post /portal/allocate': 'payer',
  'post /portal/payments': 'payer',
  'post /portal/payments/:id/cancel': 'payer',
  'post /portal/payments/:id/resume': 'payer',
  'get /portal/payment-methods': 'payer',
  'post /portal/payment-methods': 'payer',
  'patch /portal/payment-methods/:id': 'payer',
  'delete /portal/payment-methods/:id': 'payer',
  'post /portal/webhooks/stripe': 'anyone',
  'get /portal/staff/me': 'look',
  'get /connect/search': 'look',
  'post /connect/sync': 'connect.sync',
  'get /connect/runs': 'look',
  'get /postings': 'look',
  'post /postings/:id/retry': 'postings.manage',
  'post /postings/:id/remove': 'postings.manage',
  'post /payers/login': 'anyone',
  'post /payers/logout': 'anyone',
  'get /payers/me': 'anyone',
  'post /payers/refresh-token': 'payer',
  'post /payers/forgot-password': 'anyone',
  'post /payers/reset-password': 'anyone',
  'post /payers/accept-invite': 'anyone',
  'post /payers/change-password': 'payer',
  'post /payers/confirm-email': 'anyone',
  'post /payers/switch': 'payer',
  'post /payers/access': 'look',
  'post /payers/access/:id': 'look',
  'post /payers/:id/invite': 'login.manage',
  'post /payers/:id/reset-password': 'login.manage',
  'delete /payers/:id/login': 'login.manage',
  'post /payers/:id/change-email': 'login.manage',
  'get /payers/:id/sessions': 'login.manage',
  'delete /payers/:id/sessions': 'login.manage',
  'post /payers/:id/unlock': 'login.manage',
  'post /payers/:id/view': 'payers.viewAs',
  'delete /payers/:id/view': 'look',
  'get /payers/:id/preview': 'look',
  'post /payers/:id/preview': 'look',
  'post /transactions/:id/refund': 'payments.refund',
}

type Operation = 'read' | 'list' | 'count' | 'create' | 'update' | 'delete'

/** Every collection of the package. `gone`: the services alone write it. */
export const COLLECTIONS: Record<string, Record<Operation, Door>> = {
  payers: {
    read: 'look',
    list: 'look',
    count: 'look',
    create: 'payers.write',
    update: 'payers.write',
    delete: 'payers.write',
  },
  associations: {
    read: 'look',
    list: 'look',
    count: 'look',
    create: 'associations.write',
    update: 'associations.write',
    delete: 'associations.write',
  },
  invoices: { read: 'look', list: 'look', count: 'look', create: 'gone', update: 'invoices.hold', delete: 'gone' },
  transactions: { read: 'look', list: 'look', count: 'look', create: 'gone', update: 'gone', delete: 'gone' },
  'audit-log': {
    read: 'audit.read',
    list: 'audit.read',
    count: 'audit.read',
    create: 'gone',
    update: 'gone',
    delete: 'gone',
  },
}

/** The collections' slugs. They are part of the contract, and of the SQL that this package sends. */
export const SLUGS = {
  payers: 'payers',
  associations: 'associations',
  invoices: 'invoices',
  transactions: 'transactions',
  audit: 'audit-log',
  settings: 'portal-settings',
} as const

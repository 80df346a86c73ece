/** What a member of staff may be allowed to do beyond looking; the host decides with the option `staffMay`. */
export const STAFF_ACTIONS = [
  /** Create and edit payers, import, merge and archive them. */
  'payers.write',
  /** Blank a payer's contact data for good. */
  'payers.erase',
  /** Login access, invites, resets, people, sessions, second factors, changes of the email. */
  'login.manage',
  /** See the portal as a payer does. */
  'payers.viewAs',
  'associations.write',
  /** Put an invoice on hold. */
  'invoices.hold',
  'payments.take',
  'payments.refund',
  /** Start a sync. */
  'connect.sync',
  /** Retry and remove postings. */
  'postings.manage',
  /** Own and settle what needs attention about money. */
  'attention.settle',
  /** … and about syncs, sources and mails too. */
  'attention.systems',
  'settings.write',
  'audit.read',
] as const

export type StaffAction = (typeof STAFF_ACTIONS)[number]

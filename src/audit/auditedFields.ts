/** What of a payer's record the log tells before and after. */
export const AUDITED_PAYER_FIELDS = [
  'email',
  'firstName',
  'lastName',
  'businessName',
  'phone',
  'address',
  'receiptEmails',
] as const

/** What of an association the log tells before and after. */
export const AUDITED_ASSOCIATION_FIELDS = [
  'payer',
  'source',
  'clientNumber',
  'clientName',
  'matterNumber',
  'matterDescription',
  'invoiceNumber',
  'effect',
  'ability',
  'detail',
  'endsOn',
] as const

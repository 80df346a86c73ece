/** The columns that an import knows, in the order of the template. */
export const IMPORT_COLUMNS = [
  'email',
  'firstName',
  'lastName',
  'businessName',
  'phone',
  'address',
  'receiptEmails',
  'loginAccess',
  'clientNumber',
  'matterNumber',
] as const
export type ImportColumn = (typeof IMPORT_COLUMNS)[number]

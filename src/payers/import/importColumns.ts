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

/** The largest file that is imported, in bytes. */
export const MAX_IMPORT_BYTES = 5 * 1024 * 1024
/** So many rows are imported at once at the most. */
export const MAX_IMPORT_ROWS = 10_000

/** The largest file that is imported, in bytes. */
export const MAX_IMPORT_BYTES = 5 * 1024 * 1024
/** So many rows are imported at once at the most. */
export const MAX_IMPORT_ROWS = 10_000

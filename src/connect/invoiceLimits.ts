/** What a text of an invoice may have in bytes; a longer one is set aside. */
export const MAX_NAME_BYTES = 2400
export const MAX_MEMO_BYTES = 100 * 1024

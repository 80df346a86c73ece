/** The name of a dialog about one payer's record; another payer's may be open in a drawer beside it. */
export const recordDialogSlug = (id: number | string, name: string): string => `payer-record-${name}-${id}`

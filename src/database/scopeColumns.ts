/** What an association asks of an invoice, by the invoice's columns. Beside them its status counts. */
export const SCOPE_COLUMNS = [
  'source',
  'number',
  'client_number',
  'client_name',
  'matter_number',
  'matter_description',
] as const

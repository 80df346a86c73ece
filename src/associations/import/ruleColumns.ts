/** The columns that an import of associations knows, in the order of the template. `payer` is an email or a number. */
export const RULE_COLUMNS = [
  'payer',
  'clientNumber',
  'clientName',
  'matterNumber',
  'matterDescription',
  'invoiceNumber',
  'source',
  'effect',
  'ability',
  'detail',
  'endsOn',
] as const
export type RuleColumn = (typeof RULE_COLUMNS)[number]

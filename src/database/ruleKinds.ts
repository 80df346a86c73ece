const BLANKS = `' ' || chr(9) || chr(10) || chr(13)`

/** A condition of an association as it counts: a blank one is none. The indexes of the associations hold this expression. */
export const filled = (column: string): string => `nullif(btrim(${column}, ${BLANKS}), '')`

const NARROWEST_FIRST = [
  'invoice_number',
  'client_number',
  'matter_number',
  'client_name',
  'matter_description',
] as const

type RuleKind = { key: string; index: string; isOf: string[] }

/**
 * The kinds of associations. Each association that has a condition is of exactly one, that of the narrowest condition
 * it has, by which its invoices are found, and by which it is found for an invoice.
 * `isOf` are the conditions that make it one, and of its index; `prefix` stands before a column, e.g. `a.`.
 */
export const ruleKinds = (prefix = ''): RuleKind[] =>
  NARROWEST_FIRST.map((key, at) => ({
    key,
    index: `associations_by_${key}`,
    isOf: [
      ...NARROWEST_FIRST.slice(0, at).map((column) => `${filled(prefix + column)} is null`),
      `${filled(prefix + key)} is not null`,
    ],
  }))

/** What `testBillingSource` looks at, in this order. */
export const SOURCE_CHECKS = [
  'mapping-fits',
  'no-invoice-lost',
  'no-invoice-repeated',
  'no-invoice-invented',
  'values-typed',
  'values-exact',
  'lookup-exact',
  'document-exact',
  'document-steady',
  'document-own',
  'document-limit',
  'search-finds',
  'search-takes-text-literally',
  'search-pages-whole',
  'search-pages-in-order',
  'abort-in-time',
  'close-early',
  'errors-clear',
  'posting-once',
  'posting-read-back',
  'posting-all-or-nothing',
  'posting-reversal',
  'one-snapshot',
  'deletes-seen',
  'lookup-fresh',
  'changes-told',
  'late-commits-told',
  'deletes-told',
  'complete-only-at-end',
] as const
export type SourceCheck = (typeof SOURCE_CHECKS)[number]

/** The result of one check. `not_run`: what was given does not suffice for it; the message says what is missing. */
export type SourceFinding = {
  check: SourceCheck
  outcome: 'passed' | 'failed' | 'not_run'
  /** What was seen, in words for whoever writes the source. Empty when it passed. */
  message: string
}

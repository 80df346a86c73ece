import type { DraftRule } from '../invoices/readSummary.ts'

/** A rule of a payer, or a draft of one, and whether any invoice matches it at the moment. */
export type PreviewRule = DraftRule & { is_draft: boolean; matches: boolean }

type Warning = { code: string; message: string }

const LABELS = {
  client_number: 'client number',
  client_name: 'client name',
  matter_number: 'matter number',
  matter_description: 'matter description',
  invoice_number: 'invoice number',
} as const
const CONDITIONS = Object.keys(LABELS) as (keyof typeof LABELS)[]

/** A rule's conditions in words. */
export const ruleWords = (rule: DraftRule): string =>
  CONDITIONS.filter((name) => rule[name])
    .map((name) => `${LABELS[name]} “${rule[name]}”`)
    .join(' and ')

/** Has `wide` no condition that `narrow` lacks? Then it shows everything that `narrow` does. */
const covers = (wide: DraftRule, narrow: DraftRule): boolean =>
  [...CONDITIONS, 'source' as const].every((name) => !wide[name] || wide[name] === narrow[name])

const isInclude = ({ effect }: DraftRule): boolean => effect === 'include'

/** Does another rule let the payer pay everything that this one only shows? */
function isWithoutEffect(rule: PreviewRule, { rules, onlyDrafts }: Among): boolean {
  if (!isInclude(rule) || rule.ability !== 'view') return false
  return rules.some(
    (other) =>
      isInclude(other) &&
      other.ability !== 'view' &&
      // A stored rule is looked at again when a draft comes beside it.
      (rule.is_draft || other.is_draft || !onlyDrafts) &&
      covers(other, rule),
  )
}

type Among = { rules: readonly PreviewRule[]; onlyDrafts: boolean }

function aboutItself(rule: PreviewRule, name: string): Warning[] {
  const warnings: Warning[] = []
  if (!rule.matches) warnings.push({ code: 'matches_nothing', message: `Nothing matches ${name} at the moment.` })
  if (rule.client_name || rule.matter_description)
    warnings.push({
      code: 'by_name',
      message: `The rule on ${name} goes by a name: a namesake is matched too, and a renamed one no longer.`,
    })
  if (!isInclude(rule) && rule.ends_on)
    warnings.push({
      code: 'exclude_ends',
      message: `The exclusion of ${name} ends on ${rule.ends_on}: its invoices are visible again the day after.`,
    })
  return warnings
}

/** What is to be said of a rule. With `onlyDrafts` of a stored one only what the drafts do to it. Pure. */
export function aboutRule(rule: PreviewRule, among: Among): Warning[] {
  const name = ruleWords(rule)
  const own = rule.is_draft || !among.onlyDrafts ? aboutItself(rule, name) : []
  if (!isWithoutEffect(rule, among)) return own
  const message = `“See only” on ${name} has no effect: another rule lets this payer pay the same invoices.`
  return [...own, { code: 'view_only_without_effect', message }]
}

import type { Payload } from 'payload'
import { poolOf } from '../base/database.ts'
import { dateIn } from '../base/dates.ts'
import type { Totals } from '../base/totals.ts'
import type { DraftRule } from '../invoices/readSummary.ts'
import { portalOptions } from '../options/portalOptions.ts'

export type Warning = { code: string; message: string }

/** Above this many open invoices staff are asked whether they mean it. */
const VERY_WIDE = 1000
const MAX_RULES = 200

type Rule = DraftRule & { matches: boolean }

const CONDITIONS = ['client_number', 'client_name', 'matter_number', 'matter_description', 'invoice_number'] as const
const COLUMNS = [...CONDITIONS, 'source', 'effect', 'ability', 'detail', 'ends_on'] as const

const INVOICE_COLUMN = {
  client_number: 'client_number',
  client_name: 'client_name',
  matter_number: 'matter_number',
  matter_description: 'matter_description',
  invoice_number: 'number',
} as const
const MATCH = [
  ...CONDITIONS.map((name) => `(r.${name} is null or i.${INVOICE_COLUMN[name]} = r.${name})`),
  '(r.source is null or i.source = r.source)',
].join(' and ')

// Whether any invoice fits a rule is looked up by the index of whichever condition it has.
const RULES = `select r.*, (${CONDITIONS.map(
  (name) =>
    `(r.${name} is not null and exists (select 1 from invoices i where i.${INVOICE_COLUMN[name]} = r.${name} and ${MATCH}))`,
).join(' or ')}) as matches
  from (
    select ${CONDITIONS.map((name) => `a.${name}::text`).join(', ')}, a.source::text, a.effect::text, a.ability::text, a.detail::text, a.ends_on::text from associations a where a.payer_id = $1::int
    union all select * from jsonb_to_recordset($2::jsonb) as d(${COLUMNS.map((name) => `${name} text`).join(', ')})
  ) r where coalesce(r.ends_on, '') = '' or r.ends_on >= $3::text limit ${MAX_RULES}`

const LABELS = {
  client_number: 'client number',
  client_name: 'client name',
  matter_number: 'matter number',
  matter_description: 'matter description',
  invoice_number: 'invoice number',
} as const

const words = (rule: Rule): string =>
  CONDITIONS.filter((name) => rule[name] !== null)
    .map((name) => `${LABELS[name]} “${rule[name]}”`)
    .join(' and ')

const sameConditions = (one: Rule, other: Rule): boolean =>
  CONDITIONS.every((name) => one[name] === other[name]) && one.source === other.source

/** Has `wide` no condition that `narrow` lacks? Then it shows everything that `narrow` does. */
const covers = (wide: Rule, narrow: Rule): boolean =>
  [...CONDITIONS, 'source' as const].every((name) => wide[name] === null || wide[name] === narrow[name])

const isInclude = (rule: Rule): boolean => rule.effect === 'include'

function aboutRule(rule: Rule, rules: readonly Rule[]): Warning[] {
  const warnings: Warning[] = []
  const name = words(rule)
  if (!rule.matches) warnings.push({ code: 'matches_nothing', message: `Nothing matches ${name} at the moment.` })
  if (rule.client_name !== null || rule.matter_description !== null)
    warnings.push({
      code: 'by_name',
      message: `The rule on ${name} goes by a name: a namesake is matched too, and a renamed one no longer.`,
    })
  if (!isInclude(rule) && rule.ends_on)
    warnings.push({
      code: 'exclude_ends',
      message: `The exclusion of ${name} ends on ${rule.ends_on}: its invoices are visible again the day after.`,
    })
  const isWithoutEffect =
    isInclude(rule) &&
    rule.ability === 'view' &&
    rules.some(
      (other) => isInclude(other) && other.ability !== 'view' && (covers(other, rule) || sameConditions(other, rule)),
    )
  if (isWithoutEffect)
    warnings.push({
      code: 'view_only_without_effect',
      message: `“See only” on ${name} has no effect: another rule lets this payer pay the same invoices.`,
    })
  return warnings
}

type Args = { payload: Payload; payer: number; drafts: DraftRule[]; totals: Totals[] }

/** What staff should look at before they rely on these rules. */
export async function previewWarnings({ payload, payer, drafts, totals }: Args): Promise<Warning[]> {
  const today = dateIn(portalOptions(payload).timeZone, new Date())
  const { rows } = await poolOf(payload).query<Rule>({
    name: 'preview-rules',
    text: RULES,
    values: [payer, JSON.stringify(drafts), today],
  })
  const open = totals.reduce((sum, { openCount }) => sum + openCount, 0)
  return [
    ...(open === 0 ? [{ code: 'sees_nothing', message: 'This payer sees no open invoice.' }] : []),
    ...(open > VERY_WIDE
      ? [{ code: 'very_wide', message: `This payer sees ${open.toLocaleString('en')} open invoices. Is that meant?` }]
      : []),
    ...rows.flatMap((rule) => aboutRule(rule, rows)),
  ]
}

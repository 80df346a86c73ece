import type { Queryable } from '../../base/database.ts'
import type { DraftRule } from '../../invoices/readSummary.ts'
import { RULE_MATCHES_SQL } from '../ruleMatches.ts'

const COLUMNS = [
  'client_number',
  'client_name',
  'matter_number',
  'matter_description',
  'invoice_number',
  'source',
  'effect',
]
const BLIND = `select r.at from json_to_recordset($1::json) as r(at int, ${COLUMNS.map((name) => `${name} text`).join(', ')})
  where not ${RULE_MATCHES_SQL}`

function ownNotes(rule: DraftRule, today: string): string[] {
  const notes: string[] = []
  if (rule.ends_on && rule.ends_on < today) notes.push('It has ended already.')
  else if (rule.ends_on && rule.effect === 'exclude')
    notes.push(`What it hides can be seen again after ${rule.ends_on}.`)
  if (rule.client_name || rule.matter_description)
    notes.push('It goes by a name: a namesake is matched too, and a renamed one no longer.')
  return notes
}

/** What is odd about each of these rules, in their order: nothing matches it at the moment, it goes by a name, it ends. */
export async function ruleNotes(
  db: Queryable,
  { rules, today }: { rules: readonly DraftRule[]; today: string },
): Promise<string[][]> {
  if (rules.length === 0) return []
  const values = [JSON.stringify(rules.map((rule, at) => ({ at, ...rule })))]
  const { rows } = await db.query<{ at: number }>({ name: 'associations-import-blind', text: BLIND, values })
  const blind = new Set(rows.map(({ at }) => at))
  return rules.map((rule, at) => [
    ...(blind.has(at) ? ['No invoice matches it at the moment.'] : []),
    ...ownNotes(rule, today),
  ])
}

import { AUDITED_ASSOCIATION_FIELDS } from '../audit/auditedFields.ts'
import { changedFields } from '../audit/changedFields.ts'
import type { Queryable } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'
import type { DraftRule } from '../invoices/readSummary.ts'

/** A rule that is to stand on a payer, in the columns of the table. */
export type PayerRule = DraftRule & { payer: number }

/** A rule as it was stored, in the names of the collection. */
export type StoredRule = { id: number; payer: number } & Readonly<Record<string, unknown>>

const TEXTS = [
  'source',
  'client_number',
  'client_name',
  'matter_number',
  'matter_description',
  'invoice_number',
  'ends_on',
] as const
const CHOICES = ['effect', 'ability', 'detail'] as const
const COLUMNS = [...TEXTS, ...CHOICES] as const

// Two who add the same at once: the second one finds what the first one added.
const LOCK = `select id, archived_at is not null as archived from payers where id = any($1::int[]) order by id for no key update`
const SAME = `select payer_id as payer, ${TEXTS.join(', ')}, ${CHOICES.map((name) => `${name}::text`).join(', ')}
  from associations where payer_id = any($1::int[]) and coalesce(client_number, '') = any($2::text[])`
const INSERT = `insert into associations (payer_id, ${COLUMNS.join(', ')}, created_by)
  select payer, ${TEXTS.join(', ')}, ${CHOICES.map((name) => `${name}::enum_associations_${name}`).join(', ')}, $2::text
  from json_to_recordset($1::json) as r(at int, payer int, ${COLUMNS.map((name) => `${name} text`).join(', ')}) order by at
  returning id, payer_id as payer, source, client_number as "clientNumber", client_name as "clientName", matter_number as "matterNumber",
  matter_description as "matterDescription", invoice_number as "invoiceNumber", effect::text, ability::text, detail::text, ends_on as "endsOn"`

/** Two rules of one key say the same about the same payer: what an exclusion could allow does not count. */
export function ruleKey(rule: PayerRule): string {
  const isExclude = rule.effect === 'exclude'
  const choices = isExclude ? [] : [rule.ability ?? 'pay', rule.detail ?? 'full']
  return JSON.stringify([rule.payer, rule.effect, ...TEXTS.map((name) => rule[name] || null), ...choices])
}

/**
 * Locks the payers, so that nobody else adds rules to them meanwhile. Throws `payer_not_found` when there is one that does not exist, `payer_archived`
 * for one that was put away.
 */
export async function lockPayers(tx: Queryable, payers: readonly number[]): Promise<void> {
  const ids = [...new Set(payers)]
  const { rows } = await tx.query<{ archived: boolean }>({ name: 'associations-lock', text: LOCK, values: [ids] })
  if (rows.length < ids.length) throw new PortalError('payer_not_found')
  if (rows.some(({ archived }) => archived)) throw new PortalError('payer_archived')
}

/** The keys of those rules that their payer has already. */
export async function knownKeys(db: Queryable, rules: readonly PayerRule[]): Promise<ReadonlySet<string>> {
  if (rules.length === 0) return new Set()
  const payers = [...new Set(rules.map(({ payer }) => payer))]
  const clients = [...new Set(rules.map((rule) => rule.client_number ?? ''))]
  const { rows } = await db.query<PayerRule>({ name: 'associations-same', text: SAME, values: [payers, clients] })
  return new Set(rows.map(ruleKey))
}

/** Stores rules in one statement, in their order. */
export async function insertRules(
  tx: Queryable,
  { rules, setBy }: { rules: readonly PayerRule[]; setBy: string | null },
): Promise<StoredRule[]> {
  if (rules.length === 0) return []
  const values = [JSON.stringify(rules.map((rule, at) => ({ at, ...rule }))), setBy]
  return (await tx.query<StoredRule>({ name: 'associations-insert', text: INSERT, values })).rows
}

/** What the audit log gets of rules that were made: the same as of one that is made alone. */
export const createdEntries = (rules: readonly StoredRule[]) =>
  rules.map(({ id, ...after }) => {
    const data = { association: id, ...changedFields(AUDITED_ASSOCIATION_FIELDS, { before: null, after }) }
    return { action: 'association_created' as const, payer: after.payer, data }
  })

import type { Payload } from 'payload'
import { countingRulesSql, MATCHES_SQL } from '../../access/scope/visibleInvoices.ts'
import { poolOf } from '../base/database.ts'
import { dateIn } from '../base/dates.ts'
import { filled } from '../database/ruleKinds.ts'
import { portalOptions } from '../options/portalOptions.ts'

/** A rule that meets the invoice, in the names of the collection. */
export type MeetingRule = {
  id: number
  effect: 'include' | 'exclude'
  ability: 'pay' | 'view' | null
  detail: 'full' | 'amounts' | null
  endsOn: string | null
  source: string | null
  clientNumber: string | null
  clientName: string | null
  matterNumber: string | null
  matterDescription: string | null
  invoiceNumber: string | null
}

/** A payer with an include that matches the invoice. */
export type Sight = {
  payer: number
  /** False when an exclusion hides it. */
  sees: boolean
  mayPay: boolean
  /** False: amounts only. */
  fullDetail: boolean
  rules: MeetingRule[]
}

const blank = (...columns: string[]): string => columns.map((name) => `${filled(`a.${name}`)} is null`).join(' and ')
const same = (column: string): string => `a.${column} = i.${column}`
// From the invoice's side: each arm asks an index of the associations for a value that the invoice has.
const CANDIDATES = [
  same('client_number'),
  `a.invoice_number = i.number and ${blank('client_number')}`,
  `a.matter_number = i.matter_number and ${blank('client_number', 'invoice_number')}`,
  `a.client_name = i.client_name and ${blank('client_number', 'invoice_number', 'matter_number')}`,
  `a.matter_description = i.matter_description and ${blank('client_number', 'invoice_number', 'matter_number', 'client_name')}`,
]
  .map((condition) => `select a.id from invoice i join associations a on ${condition}`)
  .concat(
    ['matter_number', 'matter_description'].map(
      (name) =>
        `select a.id from invoice i join invoices_matters m on m._parent_id = i.id join associations a on a.${name} = m.${name} and a.effect = 'exclude'`,
    ),
  )
  .join('\n union ')

const RULE = `json_build_object('id', r.id, 'effect', r.effect, 'ability', r.ability, 'detail', r.detail, 'endsOn', r.ends_on, 'source', r.source,
  'clientNumber', r.client_number, 'clientName', r.client_name, 'matterNumber', r.matter_number, 'matterDescription', r.matter_description,
  'invoiceNumber', r.invoice_number)`

/** The statement of `whoSees`: the invoice's id, today, limit and offset. */
export const WHO_SEES_SQL = `with invoice as materialized (
    select i.id, i.source, i.number, i.client_number, i.client_name, i.matter_number, i.matter_description from invoices i where i.id = $1::int and i.status <> 'void'),
  rules as materialized (${countingRulesSql({
    from: `associations a where a.id in (${CANDIDATES})`,
    today: '$2',
    extra: ['a.id', 'a.payer_id', 'a.ends_on'],
  })}),
  sights as (
    select r.payer_id, bool_or(r.effect = 'include') as included, not bool_or(r.effect = 'exclude') as sees,
      bool_or(r.effect = 'include' and r.ability is distinct from 'view') as can_pay, bool_or(r.effect = 'include' and r.detail is distinct from 'amounts') as full_detail,
      json_agg(${RULE} order by r.effect desc, r.id) as rules
    from rules r join invoice i on ${MATCHES_SQL} group by r.payer_id)
  select s.payer_id as payer, s.sees, s.sees and s.can_pay as "mayPay", s.full_detail as "fullDetail", s.rules, count(*) over ()::int as total
    from sights s join payers p on p.id = s.payer_id and p.archived_at is null
    where s.included order by s.sees desc, lower(p.name), p.id limit $3 offset $4`

type Args = { invoice: number; limit: number; page: number }

/**
 * The payers of whom a rule includes this invoice, those who see it first, each with every rule that meets it. The answer
 * of the scope from the invoice's side, in one statement; a void invoice is seen by nobody.
 */
export async function whoSees(
  payload: Payload,
  { invoice, limit, page }: Args,
): Promise<{ sights: Sight[]; totalDocs: number }> {
  const today = dateIn(portalOptions(payload).timeZone, new Date())
  const { rows } = await poolOf(payload).query<Sight & { total: number }>({
    name: 'associations-who-sees',
    text: WHO_SEES_SQL,
    values: [invoice, today, limit, (page - 1) * limit],
  })
  return { sights: rows.map(({ total: _total, ...sight }) => sight), totalDocs: rows[0]?.total ?? 0 }
}

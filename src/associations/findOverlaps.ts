import type { Payload } from 'payload'
import { arms, countingRulesSql, ifGiven, none } from '../../access/scope/visibleInvoices.ts'
import { poolOf } from '../base/database.ts'
import { dateIn } from '../base/dates.ts'
import { isOpenSql } from '../base/openInvoices.ts'
import type { DraftRule } from '../invoices/readSummary.ts'
import { portalOptions } from '../options/portalOptions.ts'

/** So many payers are named; the others are counted. */
const MOST_NAMED = 5
/** So many of the invoices are looked at; who shares a wide rule shares these too, as a rule. */
const MOST_INVOICES = 5000

const COLUMNS = [
  'client_number',
  'client_name',
  'matter_number',
  'matter_description',
  'invoice_number',
  'source',
  'effect',
  'ability',
  'detail',
  'ends_on',
]
const DRAFTS = countingRulesSql({
  from: `jsonb_to_recordset($1::jsonb) as a(${COLUMNS.map((name) => `${name} text`).join(', ')}) where a.effect = 'include'`,
  today: '$3',
})

const TEXTS = 'source, client_number, client_name, matter_number, matter_description'
const names = [ifGiven('client_name'), ifGiven('matter_description'), ifGiven('source')].join(' and ')

const LIVE = `r.payer_id <> $2::int and r.effect::text = 'include' and (coalesce(r.ends_on, '') = '' or r.ends_on >= $3::text)`
const others = (from: string, ...conditions: string[]): string =>
  `select r.payer_id from ${from} i join associations r on ${conditions.join(' and ')} and ${names} where ${LIVE}`
const on = (column: string) => `r.${column} = i.${column}`

const OVERLAPS = `with found as materialized (
    select hit.* from (${DRAFTS}) r cross join lateral (${arms(`${TEXTS.replaceAll(/\w+/g, 'i.$&')}, i.number`, isOpenSql('i'))}) hit limit ${MOST_INVOICES}),
  kinds as materialized (select distinct ${TEXTS} from found)
  select s.payer_id as payer, count(*) over ()::int as total from (
    select r.payer_id from found i join associations r on r.invoice_number = i.number and ${ifGiven('client_number')} and ${ifGiven('matter_number')} and ${names} where ${LIVE}
    union ${others('kinds', on('client_number'), none('invoice_number'), ifGiven('matter_number'))}
    union ${others('kinds', on('matter_number'), none('invoice_number', 'client_number'))}
    union ${others('kinds', on('client_name'), none('invoice_number', 'client_number', 'matter_number'))}
    union ${others('kinds', on('matter_description'), none('invoice_number', 'client_number', 'matter_number', 'client_name'))}
  ) s join payers p on p.id = s.payer_id and p.archived_at is null order by s.payer_id limit ${MOST_NAMED}`

export type Overlaps = { total: number; payers: number[] }

/** Which other payers have includes that match open invoices which these drafts include. The first few by number, and how many there are. */
export async function findOverlaps(
  payload: Payload,
  { payer, drafts }: { payer: number; drafts: readonly DraftRule[] },
): Promise<Overlaps> {
  const { rows } = await poolOf(payload).query<{ payer: number; total: number }>({
    name: 'associations-overlaps',
    text: OVERLAPS,
    values: [JSON.stringify(drafts), payer, dateIn(portalOptions(payload).timeZone, new Date())],
  })
  return { total: rows[0]?.total ?? 0, payers: rows.map((row) => row.payer) }
}

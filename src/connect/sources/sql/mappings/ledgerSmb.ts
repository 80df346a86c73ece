import type { SqlSourceOptions } from '../SqlSourceOptions.ts'

export type LedgerSmbOptions = {
  /** Key of the merchant account, in the plugin's options, that invoices are paid into. */
  account: string
  /** Number of the bank account in LedgerSMB's chart of accounts that payments are entered on, such as `1060`. */
  cashAccount: string
  /** Label of the reporting units that stand for matters. @default 'Project' */
  matterUnits?: string
}

const PLAIN = /^[\p{L}\p{N} ._-]{1,60}$/u

/** A setting as an SQL text. Throws when it has a character that no account number, key or label needs. */
function sqlText(name: keyof LedgerSmbOptions, value: string): string {
  if (PLAIN.test(value)) return `'${value}'`
  throw new Error(`ledgerSmb(): \`${name}\` has a character that is not allowed: letters, digits, spaces, . _ -`)
}

/** The books' own currency, in which LedgerSMB keeps all amounts. */
const OWN_CURRENCY = `(select substr(value, 1, 3) from defaults where setting_key = 'curr')`

/** What the invoice's currency was worth on the day of the invoice. */
const RATE = `case when a.curr = ${OWN_CURRENCY} then 1
    else (select e.buy from exchangerate e where e.curr = a.curr and e.transdate = a.transdate) end`

const CUSTOMER = `entity_credit_account c join entity n on n.id = c.entity_id`

/** Which units an invoice is over: those of its lines, entered as a plain posting or as goods and services. */
const INVOICE_UNITS = `
  select t.trans_id, u.bu_id, u.class_id from business_unit_ac u join acc_trans t on t.entry_id = u.entry_id
  union select l.trans_id, u.bu_id, u.class_id from business_unit_inv u join invoice l on l.id = u.entry_id`

const invoices = (account: string, units: string) => `
select a.id::text as "externalId", a.invnumber as "number", c.meta_number as "clientNumber", n.name as "clientName",
  coalesce(m.matters, '[]') as "matters", a.transdate as "issuedOn", a.duedate as "dueOn", lower(a.curr) as "currency",
  round(a.amount / r.rate, 2) as "total", round(coalesce(o.due, 0) / r.rate, 2) as "balance",
  case when a.on_hold then null else ${account} end as "account", coalesce(a.force_closed, false) as "isVoid",
  nullif(concat_ws(E'\\n', nullif(a.description, ''), nullif(a.notes, '')), '') as "memo"
from ar a
join ${CUSTOMER} on c.id = a.entity_credit_account
cross join lateral (select ${RATE} as rate) r
left join (select t.trans_id, -sum(t.amount) as due from acc_trans t
  join account_link l on l.account_id = t.chart_id and l.description = 'AR' group by t.trans_id) o on o.trans_id = a.id
left join (select s.trans_id, jsonb_agg(distinct jsonb_build_object('matterNumber', b.control_code, 'matterDescription', b.description)) as matters
  from (${INVOICE_UNITS}) s join business_unit b on b.id = s.bu_id
  join business_unit_class k on k.id = b.class_id and k.label = ${units} group by s.trans_id) m on m.trans_id = a.id
where a.approved`

const search = (units: string): SqlSourceOptions['search'] => ({
  client: `select c.meta_number as "clientNumber", n.name as "clientName" from ${CUSTOMER} where c.entity_class = 2`,
  matter: `
select c.meta_number as "clientNumber", n.name as "clientName", b.control_code as "matterNumber", b.description as "matterDescription"
from (select distinct a.entity_credit_account as customer, s.bu_id from (${INVOICE_UNITS}) s join ar a on a.id = s.trans_id
  union select credit_id, id from business_unit where credit_id is not null) w
join business_unit b on b.id = w.bu_id join business_unit_class k on k.id = b.class_id and k.label = ${units}
join ${CUSTOMER} on c.id = w.customer and c.entity_class = 2`,
  invoice: `
select c.meta_number as "clientNumber", n.name as "clientName", null as "matterNumber", null as "matterDescription", a.invnumber as "invoiceNumber"
from ar a join ${CUSTOMER} on c.id = a.entity_credit_account where a.approved`,
})

/** Without a rate of the day the difference of the rates would be left out of the books: then the statement fails, with these words in its error. */
const RATED_INVOICE = `case when a.curr = ${OWN_CURRENCY} or exists (select 1 from exchangerate e where e.curr = a.curr and e.transdate = cast(:postedOn as date))
    then a.id else cast('no exchange rate of ' || a.curr || ' on the day of posting' as integer) end`

/** Through LedgerSMB's own function, which books the bank, the receivable and the difference of the rates, and numbers the receipt. */
const enterLine = (cashAccount: string) => `
select payment_post(cast(:postedOn as date), 2, a.entity_credit_account, a.curr, cast(:reference as text), null,
  array[(select id from account where accno = ${cashAccount})], array[cast(:signedLineAmount as numeric)], array[true],
  array[cast(:reference as text)], array[cast(:kind as text)], array[${RATED_INVOICE}], null, null, null, null, null, null, true)
from (select 1) line left join ar a on a.id = cast(:invoiceId as integer)`

/**
 * The mapping of LedgerSMB (1.6) for `sqlSource()`: sales invoices with what is open of them, credit notes, currencies,
 * projects as matters; drafts are left out, invoices on hold can be seen and not paid. Payments are entered by
 * LedgerSMB's own `payment_post`, once per reference, which needs one table beside its own: see docs/connect-ledgersmb.md.
 * Throws when an option could not stand in a statement.
 * @example sqlSource({ key: 'books', label: 'Books', connection, ...ledgerSmb({ account: 'operating', cashAccount: '1060' }) })
 */
export function ledgerSmb(
  options: LedgerSmbOptions,
): Pick<SqlSourceOptions, 'client' | 'invoices' | 'search' | 'posting'> {
  const units = sqlText('matterUnits', options.matterUnits ?? 'Project')
  return {
    client: 'pg',
    invoices: invoices(sqlText('account', options.account), units),
    search: search(units),
    posting: {
      receipts: { table: 'payer_portal_receipt', id: 'id', reference: 'reference' },
      insert: `insert into payer_portal_receipt (reference) values (:reference) returning id as "externalId"`,
      insertLine: enterLine(sqlText('cashAccount', options.cashAccount)),
      closedThrough: 'select max(end_date) as "closedThrough" from account_checkpoint',
    },
  }
}

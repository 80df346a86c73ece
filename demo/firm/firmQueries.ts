/**
 * How the sample firm's billing system is read and written: plain SQL over its own tables, the way
 * a firm would write it for its own. Column names are those that Connect asks for.
 */

/** Bank account codes of the firm and our merchant account keys. */
export const FIRM_ACCOUNTS = { 'operating-ny': 'OPR-NY', 'operating-tokyo': 'OPR-TK', 'trust-ny': 'IOLTA-NY' } as const

const ACCOUNT_KEY = `case h.acct_cd ${Object.entries(FIRM_ACCOUNTS)
  .map(([key, code]) => `when '${code}' then '${key}'`)
  .join(' ')} end`

/**
 * Every bill, one row each, with its matters and what is open of it. The id stays a number, and what belongs to a bill is looked up for
 * it, so that a few bills are read by their indexes.
 */
export const FIRM_INVOICES = `
select h.bill_id as "externalId", h.bill_no as "number", c.cli_no as "clientNumber", c.cli_nm as "clientName",
  coalesce(m.matters, '[]') as "matters",
  to_char(h.bill_dt, 'YYYY-MM-DD') as "issuedOn", to_char(h.due_dt, 'YYYY-MM-DD') as "dueOn", lower(h.ccy) as "currency",
  h.bill_tot::text as "total", (h.bill_tot - coalesce(r.received, 0))::text as "balance",
  ${ACCOUNT_KEY} as "account", h.bill_sts = 'V' as "isVoid", h.narr as "memo"
from lpm.bill_hdr h
join lpm.cli c on c.cli_id = h.cli_id
left join lateral (
  select jsonb_agg(distinct jsonb_build_object('matterNumber', mt.mat_no, 'matterDescription', mt.mat_desc)) as matters
  from lpm.bill_ln l join lpm.mat mt on mt.mat_id = l.mat_id where l.bill_id = h.bill_id
) m on true
left join lateral (select sum(ln_amt) as received from lpm.rcpt_ln where bill_id = h.bill_id) r on true`

/** The bills as files; the cast lets the key's index find one. */
export const FIRM_DOCUMENT = `
select bill_id as "externalId", file_pdf as "content" from lpm.bill_file where bill_id = cast(:invoiceId as integer)`

/** What staff can search; clients and matters without any bill are there too. */
export const FIRM_SEARCH = {
  client: `select cli_no as "clientNumber", cli_nm as "clientName" from lpm.cli`,
  matter: `
select c.cli_no as "clientNumber", c.cli_nm as "clientName", m.mat_no as "matterNumber", m.mat_desc as "matterDescription"
from lpm.mat m join lpm.cli c on c.cli_id = m.cli_id`,
  invoice: `
select c.cli_no as "clientNumber", c.cli_nm as "clientName", h.bill_no as "invoiceNumber",
  case when count(distinct m.mat_id) = 1 then min(m.mat_no) end as "matterNumber",
  case when count(distinct m.mat_id) = 1 then min(m.mat_desc) end as "matterDescription"
from lpm.bill_hdr h
join lpm.cli c on c.cli_id = h.cli_id
left join lpm.bill_ln l on l.bill_id = h.bill_id
left join lpm.mat m on m.mat_id = l.mat_id
where h.bill_sts <> 'V'
group by h.bill_id, c.cli_no, c.cli_nm`,
} as const

import { sqlSource } from 'payload-plugin-payer-portal/connect'
import { FIRM_ACCOUNTS, FIRM_DOCUMENT, FIRM_INVOICES, FIRM_SEARCH } from './firmQueries.ts'

/** The bank account that our merchant account names, else the one of its key. */
const ACCOUNT_CODE = `coalesce(cast(:bankAccount as text), case cast(:account as text) ${Object.entries(FIRM_ACCOUNTS)
  .map(([key, code]) => `when '${key}' then '${code}'`)
  .join(' ')} end)`

/** The sample firm's billing system behind Connect: read by one role, written to by another. */
export function firmSource(connection: string, postingConnection = connection) {
  return sqlSource({
    key: 'firm',
    label: 'Firm billing',
    client: 'pg',
    connection,
    postingConnection,
    invoices: FIRM_INVOICES,
    search: FIRM_SEARCH,
    document: FIRM_DOCUMENT,
    posting: {
      receipts: { table: 'lpm.rcpt', id: 'rcpt_id', reference: 'ext_ref' },
      insert: `
insert into lpm.rcpt (rcpt_dt, acct_cd, ccy, rcpt_amt, pay_meth, gl_cd, trn_typ, ar_msg, ext_ref, rev_of)
values (cast(:postedOn as date), ${ACCOUNT_CODE}, upper(:currency), cast(:signedAmount as numeric), 'PORTAL', :ledgerCode, :transactionType, :arMessage, :reference,
  (select rcpt_id from lpm.rcpt where ext_ref = cast(:originalReference as text)))
returning rcpt_id as "externalId"`,
      insertLine: `
insert into lpm.rcpt_ln (rcpt_id, ln_no, bill_id, ln_amt)
values (cast(:receiptId as integer), :lineNumber, cast(:invoiceId as integer), cast(:signedLineAmount as numeric))`,
    },
  })
}

import { MATCHES_SQL } from '../../access/scope/visibleInvoices.ts'

const found = (...columns: (readonly [invoice: string, rule: string])[]): string =>
  `exists (select 1 from invoices i where ${columns.map(([invoice, rule]) => `i.${invoice} = r.${rule}`).join(' and ')} and i.status <> 'void' and ${MATCHES_SQL})`

const BY_CLIENT = found(['client_number', 'client_number'])

/**
 * Does any invoice match the rule `r` at the moment? A boolean expression, driven by the index of the rule's narrowest condition. An
 * exclusion by matter is looked for among the client's invoices over several matters too.
 */
export const RULE_MATCHES_SQL = `(case
  when r.invoice_number is not null then ${found(['number', 'invoice_number'])}
  when r.matter_number is not null and r.client_number is not null
    then ${found(['client_number', 'client_number'], ['matter_number', 'matter_number'])} or (r.effect = 'exclude' and ${BY_CLIENT})
  when r.matter_number is not null then ${found(['matter_number', 'matter_number'])}
  when r.client_number is not null then ${BY_CLIENT}
  when r.client_name is not null then ${found(['client_name', 'client_name'])}
  else ${found(['matter_description', 'matter_description'])} end)`

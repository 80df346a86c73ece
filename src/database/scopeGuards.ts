import { isDueAgainSql } from '../base/openInvoices.ts'
import { SCOPE_COLUMNS } from './scopeColumns.ts'

/** What of an invoice decides who sees it, and where it stands in a list by due date; that it is due again beside that. */
const SCOPED = [...SCOPE_COLUMNS, 'issued_on', 'due_on', 'status']
const scopedOf = (alias: string) =>
  `(${[...SCOPED.map((column) => `${alias}.${column}`), `coalesce(${isDueAgainSql(alias)}, false)`].join(', ')})`

/** Once for each transaction and payer; what is a day old is no longer asked for. */
const guard = (name: string, payers: string) =>
  `create or replace function payer_portal_note_${name}() returns trigger language plpgsql as $guard$
begin
  insert into payer_portal_scope_changes (xid, payer_id)
    select pg_current_xact_id(), c.payer_id from (${payers}) c where not exists (
      select from payer_portal_scope_changes k where k.xid = pg_current_xact_id() and k.payer_id is not distinct from c.payer_id);
  delete from payer_portal_scope_changes where id in (
    select id from payer_portal_scope_changes where at < now() - interval '1 day' order by at limit 100 for update skip locked);
  return null;
end $guard$`

/** No payer: invoices changed. */
const anyOf = (rows: string) => `select null::int as payer_id where exists (${rows})`

const EVENTS = {
  added: 'insert on @ referencing new table as added',
  removed: 'delete on @ referencing old table as removed',
  changed: 'update on @ referencing new table as added old table as removed',
  emptied: 'truncate on @',
} as const

const triggersOn = (table: string, functions: Record<keyof typeof EVENTS, string>): string[] =>
  Object.entries(EVENTS).map(
    ([event, when]) => `create or replace trigger payer_portal_note_${event} after ${when.replace('@', table)}
   for each statement execute function payer_portal_note_${functions[event as keyof typeof EVENTS]}()`,
  )

/**
 * Whatever writes the rows, a transaction that changes who sees which invoice leaves a mark, which is seen exactly by
 * those who see the change. A statement that touches no row, or only amounts, leaves none, unless a paid invoice is due again by it.
 */
export const SCOPE_GUARDS: readonly string[] = [
  guard('all', 'select null::int as payer_id'),
  guard('added', anyOf('select from added')),
  guard('removed', anyOf('select from removed')),
  guard(
    'invoices_changed',
    anyOf(`select from added n join removed o on o.id = n.id where ${scopedOf('n')} is distinct from ${scopedOf('o')}`),
  ),
  guard('rules_added', 'select distinct payer_id from added'),
  guard('rules_removed', 'select distinct payer_id from removed'),
  guard('rules_changed', 'select payer_id from added union select payer_id from removed'),
  ...triggersOn('invoices', { added: 'added', removed: 'removed', changed: 'invoices_changed', emptied: 'all' }),
  ...triggersOn('invoices_matters', { added: 'added', removed: 'removed', changed: 'added', emptied: 'all' }),
  ...triggersOn('associations', {
    added: 'rules_added',
    removed: 'rules_removed',
    changed: 'rules_changed',
    emptied: 'all',
  }),
]

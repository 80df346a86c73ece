/** What of an invoice decides who sees it, and where it stands in a list by due date. */
const SCOPED =
  'source, number, client_number, client_name, matter_number, matter_description, issued_on, due_on, status'

/** Once for each transaction and payer; what is a day old is no longer asked for. */
const note = (payers: string) => `insert into payer_portal_scope_changes (xid, payer_id)
    select pg_current_xact_id(), c.payer_id from (${payers}) c where not exists (
      select from payer_portal_scope_changes k where k.xid = pg_current_xact_id() and k.payer_id is not distinct from c.payer_id);
  delete from payer_portal_scope_changes where id in (
    select id from payer_portal_scope_changes where at < now() - interval '1 day' order by at limit 100 for update skip locked);
  return null;`

const NOTE_INVOICES = `create or replace function payer_portal_note_invoices() returns trigger language plpgsql as $guard$
begin
  ${note('select null::int as payer_id')}
end $guard$`

const noteRules = (name: string, rows: string) =>
  `create or replace function payer_portal_note_rules_${name}() returns trigger language plpgsql as $guard$
begin
  ${note(rows)}
end $guard$`

/**
 * Whatever writes the rows, a transaction that changes who sees which invoice leaves a mark, which is seen exactly by
 * those who see the change.
 */
export const SCOPE_GUARDS: readonly string[] = [
  NOTE_INVOICES,
  noteRules('added', 'select distinct payer_id from added'),
  noteRules('removed', 'select distinct payer_id from removed'),
  noteRules('changed', 'select payer_id from added union select payer_id from removed'),
  `create or replace trigger payer_portal_note_invoices after insert or delete or truncate or update of ${SCOPED} on invoices
   for each statement execute function payer_portal_note_invoices()`,
  `create or replace trigger payer_portal_note_matters after insert or update or delete or truncate on invoices_matters
   for each statement execute function payer_portal_note_invoices()`,
  `create or replace trigger payer_portal_note_rules_added after insert on associations
   referencing new table as added for each statement execute function payer_portal_note_rules_added()`,
  `create or replace trigger payer_portal_note_rules_removed after delete on associations
   referencing old table as removed for each statement execute function payer_portal_note_rules_removed()`,
  `create or replace trigger payer_portal_note_rules_changed after update on associations
   referencing new table as added old table as removed for each statement execute function payer_portal_note_rules_changed()`,
  `create or replace trigger payer_portal_note_rules_emptied after truncate on associations
   for each statement execute function payer_portal_note_invoices()`,
]

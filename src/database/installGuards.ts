import { createHash } from 'node:crypto'
import type { Payload } from 'payload'
import { poolOf } from '../base/database.ts'
import { SCOPE_GUARDS } from './scopeGuards.ts'

/**
 * What a payer's row shows of the login is a copy of what `payer_portal_people` says, whoever writes the
 * row and however old the copy is that they write back. So is the email, once somebody logs in with it.
 */
const SHOW_ACCESS = `create or replace function payer_portal_show_access() returns trigger language plpgsql as $guard$
declare owner record;
begin
  select email, login_id, invite_status, invite_sent_at, invite_error, bounce_reason into owner
    from payer_portal_people where payer_id = new.id and role = 'owner';
  new.login_access := found;
  new.invite_status := coalesce(owner.invite_status, 'none')::enum_payers_invite_status;
  new.invite_sent_at := owner.invite_sent_at;
  new.invite_error := owner.invite_error;
  new.mail_problem := owner.bounce_reason;
  if owner.login_id is not null and lower(owner.email) <> lower(new.email) then new.email := owner.email; end if;
  return new;
end $guard$`

/** A payer that was deleted never comes back under its number, however late somebody writes a copy of it. */
const KEEP_DELETED = `create or replace function payer_portal_keep_deleted() returns trigger language plpgsql as $guard$
begin
  if exists (select 1 from audit_log where payer_id = new.id and action = 'payer_deleted')
     and not exists (select 1 from payers where id = new.id) then
    raise exception 'This payer was deleted.' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $guard$`

const NOTE_DELETED = `create or replace function payer_portal_note_deleted() returns trigger language plpgsql as $guard$
begin
  insert into audit_log (action, actor_collection, payer_id, data, created_at, updated_at)
    select 'payer_deleted', 'system', old.id, '{}', now(), now()
    where not exists (select 1 from audit_log where payer_id = old.id and action = 'payer_deleted');
  update audit_log set data = payer_portal_audit_blanked(data) where payer_id = old.id and data <> payer_portal_audit_blanked(data);
  return null;
end $guard$`

const FOLLOW_PEOPLE = `create or replace function payer_portal_follow_people() returns trigger language plpgsql as $guard$
begin
  update payers set login_access = login_access where id = coalesce(new.payer_id, old.payer_id);
  return null;
end $guard$`

/** Nobody may act for a payer whose record is archived, merged or erased, whatever writes the row. */
const KEEP_ARCHIVED = `create or replace function payer_portal_keep_archived() returns trigger language plpgsql as $guard$
begin
  if (new.login_id is not null or new.role = 'owner')
    and exists (select 1 from payers where id = new.payer_id and archived_at is not null) then
    raise exception 'An archived payer has no login.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $guard$`

/** What an entry of the audit log says of who somebody is. The numbers of clients, matters and invoices stay. */
const AUDIT_BLANKED = `create or replace function payer_portal_audit_blanked(entry jsonb) returns jsonb language sql immutable as $guard$
  select entry
    || case when jsonb_typeof(entry->'before') = 'object' then jsonb_build_object('before', (entry->'before') - names) else '{}' end
    || case when jsonb_typeof(entry->'after') = 'object' then jsonb_build_object('after', (entry->'after') - names) else '{}' end
  from (select '{email,firstName,lastName,businessName,phone,address,receiptEmails,clientName,matterDescription}'::text[] as names) n
$guard$`

// The one exception: of an erased or deleted payer names and addresses are blanked, and of its own entries the address and the device.
const KEEP_AUDIT = `create or replace function payer_portal_keep_audit() returns trigger language plpgsql as $guard$
begin
  if tg_op = 'UPDATE' then
    if to_jsonb(new) - '{ip,user_agent,data}'::text[] = to_jsonb(old) - '{ip,user_agent,data}'::text[]
      and (new.data is not distinct from old.data or new.data = payer_portal_audit_blanked(old.data))
      and ((new.ip is not distinct from old.ip and new.user_agent is not distinct from old.user_agent)
        or (new.ip is null and new.user_agent is null and coalesce(old.actor_collection, 'payers') = 'payers'))
      and old.payer_id is not null and not exists (select 1 from payers where id = old.payer_id and erased_at is null) then
      return new;
    end if;
  end if;
  raise exception 'The audit log is only ever added to.' using errcode = 'insufficient_privilege';
end $guard$`

const TRIGGERS = [
  `create or replace trigger payer_portal_keep_archived before insert or update on payer_portal_people
   for each row execute function payer_portal_keep_archived()`,
  `create or replace trigger payer_portal_keep_deleted before insert on payers
   for each row execute function payer_portal_keep_deleted()`,
  `create or replace trigger payer_portal_note_deleted after delete on payers
   for each row execute function payer_portal_note_deleted()`,
  `create or replace trigger payer_portal_show_access before insert or update on payers
   for each row execute function payer_portal_show_access()`,
  `create or replace trigger payer_portal_follow_people after insert or update or delete on payer_portal_people
   for each row execute function payer_portal_follow_people()`,
  `create or replace trigger payer_portal_keep_audit before update or delete on audit_log
   for each row execute function payer_portal_keep_audit()`,
  `create or replace trigger payer_portal_keep_audit_whole before truncate on audit_log
   for each statement execute function payer_portal_keep_audit()`,
]

const STATEMENTS = [
  SHOW_ACCESS,
  FOLLOW_PEOPLE,
  KEEP_ARCHIVED,
  KEEP_DELETED,
  AUDIT_BLANKED,
  NOTE_DELETED,
  KEEP_AUDIT,
  ...TRIGGERS,
  ...SCOPE_GUARDS,
]
// Another text of the guards is another version of them.
const VERSION = `payer-portal guards ${createHash('sha256').update(STATEMENTS.join()).digest('hex').slice(0, 16)}`

const READY = `select to_regclass('payer_portal_people') is not null and to_regclass('audit_log') is not null
   and to_regclass('payer_portal_scope_changes') is not null as tables,
 obj_description(to_regproc('payer_portal_show_access'), 'pg_proc') as version`

/**
 * Puts the guards that the database itself keeps in place: the shown state of a login follows the login, a
 * deleted payer stays deleted, the audit log is only ever added to, and a change of who sees what leaves a mark. Runs at every boot and does nothing when
 * they are there; safe with several servers at once. Without the tables (before the first migration) nothing is done.
 */
export async function installGuards(payload: Payload): Promise<void> {
  const client = await poolOf(payload).connect()
  try {
    await client.query('begin')
    await client.query(`select pg_advisory_xact_lock(hashtext('payer-portal-guards'))`)
    const { rows } = await client.query<{ tables: boolean; version: string | null }>(READY)
    if (rows[0]?.tables && rows[0].version !== VERSION) {
      for (const statement of STATEMENTS) await client.query(statement)
      await client.query(`comment on function payer_portal_show_access() is '${VERSION}'`)
    }
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

import type { Queryable } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'
import { enqueueJob } from '../jobs/enqueueJob.ts'
import { blankPayerRow } from './blankPayerRow.ts'
import { lockPayerLife } from './payerLife.ts'
import { refuseWhilePaying } from './refuseWhilePaying.ts'
import { refuseWhileUndoable } from './refuseWhileUndoable.ts'

const MERGED = 'select id from payers where merged_into = $1 and erased_at is null order by id for no key update'

const EMAILS = `select distinct lower(email) as email from (
  select email from payers where id = any($1) union all select email from payer_portal_people where payer_id = any($1)
  union all select email from payer_portal_tokens where payer_id = any($1)
  union all select old_email from payer_portal_email_changes where payer_id = any($1)
  union all select new_email from payer_portal_email_changes where payer_id = any($1)
  union all select recipient from payer_portal_mails where payer_id = any($1)) e where email <> ''`

// A job that runs at this moment ends by itself; the mail it wants to send is gone.
const JOBS = `select graphile_worker.complete_jobs(coalesce(array_agg(j.id), '{}')) from graphile_worker._private_jobs j
 where j.payload->>'mail' in (select id::text from payer_portal_mails where payer_id = any($1))
 or lower(j.payload->>'email') = any($2)`

const EVENTS = `update payer_portal_gateway_events g set body = 'null' where g.body <> 'null' and (
 exists (select 1 from payer_portal_customers c where c.payer_id = any($1) and position(c.customer_id in g.body::text) > 0)
 or exists (select 1 from payer_portal_payment_methods m where m.payer_id = any($1) and position(m.gateway_id in g.body::text) > 0)
 or exists (select 1 from transactions t join payer_portal_gateway_payments p on p.transaction_id = t.id
  where t.payer_id = any($1) and (p.gateway_id = g.about->>'id' or p.gateway_id = g.about->>'payment')))`

const METHODS = `update payer_portal_payment_methods set removed_at = coalesce(removed_at, now()), is_default = false,
 brand = null, last4 = null, exp_month = null, exp_year = null where payer_id = any($1)`

const BY_PAYER: Readonly<Record<string, string>> = {
  associations: 'delete from associations where payer_id = any($1)',
  sessions: 'delete from payer_portal_sessions where payer_id = any($1)',
  views: 'update payer_portal_views set ended_at = coalesce(ended_at, now()) where payer_id = any($1)',
  changes: 'delete from payer_portal_email_changes where payer_id = any($1)',
  people: 'delete from payer_portal_people where payer_id = any($1)',
  unsent: `delete from payer_portal_mails where payer_id = any($1) and status <> 'sent'`,
  tokens: 'delete from payer_portal_tokens where payer_id = any($1)',
  mails: `update payer_portal_mails set recipient = '', data = '{}', error = null, response = null where payer_id = any($1)`,
  attention: `update payer_portal_alerts set note = null where note is not null
    and (payer_id = any($1) or transaction_id in (select id from transactions where payer_id = any($1)))`,
  events: EVENTS,
  methods: METHODS,
}

const LOGINS = `delete from payer_portal_logins l where lower(l.email) = any($1)
 and not exists (select 1 from payer_portal_people m where m.login_id = l.id)`
const AUDIT = `update audit_log set data = payer_portal_audit_blanked(data), ip = case when coalesce(actor_collection, 'payers') = 'payers' then null else ip end,
 user_agent = case when coalesce(actor_collection, 'payers') = 'payers' then null else user_agent end where payer_id = any($1)
 and (data <> payer_portal_audit_blanked(data) or coalesce(actor_collection, 'payers') = 'payers' and (ip is not null or user_agent is not null))`

async function blankWhatIsKept(tx: Queryable, payers: number[]): Promise<void> {
  const { rows } = await tx.query<{ email: string }>({ name: 'erase-emails', text: EMAILS, values: [payers] })
  const emails = rows.map(({ email }) => email)
  await tx.query({ name: 'erase-jobs', text: JOBS, values: [payers, emails] })
  for (const [name, text] of Object.entries(BY_PAYER))
    await tx.query({ name: `erase-each-${name}`, text, values: [payers] })
  await tx.query({ name: 'erase-logins', text: LOGINS, values: [emails] })
  for (const payer of payers) await blankPayerRow(tx, payer)
  await tx.query({ name: 'erase-audit', text: AUDIT, values: [payers] })
}

/**
 * Blanks who this archived payer is, for good, in the caller's transaction: record, people, logins, mails,
 * associations and method facts, also of the records that were merged into it. The ledger stays. A job
 * detaches the methods and deletes the customer at the gateway. `confirm` is the payer's name as staff
 * typed it. Throws `payer_erased`, `payer_not_archived`, `name_mismatch`, `payer_busy`, `payer_frozen`.
 */
export async function erasePayer(
  tx: Queryable,
  { payer, confirm }: { payer: number; confirm: unknown },
): Promise<{ erased: number[] }> {
  const life = await lockPayerLife(tx, payer)
  if (life.isErased) throw new PortalError('payer_erased')
  if (!life.isArchived) throw new PortalError('payer_not_archived')
  if (typeof confirm !== 'string' || confirm.trim() === '' || confirm.trim() !== (life.name ?? life.email).trim())
    throw new PortalError('name_mismatch')
  const merged = await tx.query<{ id: number }>({ name: 'erase-merged', text: MERGED, values: [payer] })
  const payers = [payer, ...merged.rows.map(({ id }) => id)]
  await refuseWhilePaying(tx, payers)
  await refuseWhileUndoable(tx, payers)
  await blankWhatIsKept(tx, payers)
  for (const id of payers)
    await enqueueJob(tx, { task: 'eraseCustomer', payload: { payer: id }, jobKey: `erase-customer-${id}` })
  return { erased: payers }
}

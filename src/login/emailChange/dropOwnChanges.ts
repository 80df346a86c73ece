import type { AuditBy } from '../../audit/recordAudit.ts'
import { recordAudit } from '../../audit/recordAudit.ts'
import type { Queryable } from '../../base/database.ts'
import { takeBackChange } from './takeBackChange.ts'

const OPEN = `select c.id, c.payer_id as payer, c.person_id as person from payer_portal_email_changes c
 join payer_portal_tokens t on t.id = c.token_id and t.used_at is null and t.expires_at > now()
 where c.login_id = $1 and c.scope = 'login' and c.person_id is not null and c.confirmed_at is null and c.canceled_at is null order by c.id`

/**
 * Takes back the change of the email that was asked for inside this login and waits, when its password becomes another one:
 * whoever knew the earlier password may have asked for it. In the caller's transaction, which holds a payer of the login.
 */
export async function dropOwnChanges(tx: Queryable, { login, ...by }: AuditBy & { login: number }): Promise<void> {
  const { rows } = await tx.query<{ id: number; payer: number; person: number }>({
    name: 'email-own-open',
    text: OPEN,
    values: [login],
  })
  for (const change of rows) {
    await takeBackChange(tx, change)
    await recordAudit(tx, { ...by, action: 'email_change_canceled', payer: change.payer })
  }
}

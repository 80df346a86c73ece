import type { PayloadRequest } from 'payload'
import { payerOf } from '../../../access/rules/payerOf.ts'
import { recordAudit } from '../../audit/recordAudit.ts'
import type { Queryable } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { enqueueMail } from '../../mail/enqueueMail.ts'
import { lockPayersOf } from './factors.ts'

/** What the notice tells; the audit log calls it `second_factor_…`. */
export type FactorChange = 'added' | 'removed' | 'codes' | 'cleared'

type Args = {
  loginId: number
  /** The epoch in which the password was checked; in another one nothing is changed. */
  epoch: number
  /** This session goes on; every other one ends. */
  keepSession: number | null
}

const RAISE = `update payer_portal_logins set epoch = epoch + 1, updated_at = now() where id = $1 and epoch = $2 returning epoch`
const OTHERS = 'delete from payer_portal_sessions where login_id = $1 and id is distinct from $2'
const KEEP = 'update payer_portal_sessions set epoch = $2 where id = $1'

/**
 * Starts a change of a login's factors: the login is locked, its other sessions and open challenges end.
 * Returns the new epoch. Throws `challenge_invalid` when the login moved on since the password was checked.
 */
export async function startFactorChange(tx: Queryable, { loginId, epoch, keepSession }: Args): Promise<number> {
  await lockPayersOf(tx, loginId)
  const { rows } = await tx.query<{ epoch: number }>({
    name: 'factor-raise-epoch',
    text: RAISE,
    values: [loginId, epoch],
  })
  const next = rows[0]?.epoch
  if (next === undefined) throw new PortalError('challenge_invalid')
  await tx.query({ name: 'factor-end-sessions', text: OTHERS, values: [loginId, keepSession] })
  if (keepSession !== null) await tx.query({ name: 'factor-keep-session', text: KEEP, values: [keepSession, next] })
  return next
}

const PERSON = 'select id from payer_portal_people where login_id = $1 and payer_id = $2'

async function personOf(tx: Queryable, { loginId, payer }: { loginId: number; payer: number }): Promise<number | null> {
  const { rows } = await tx.query<{ id: number }>({ name: 'factor-person', text: PERSON, values: [loginId, payer] })
  return rows[0]?.id ?? null
}

type Told = {
  req: PayloadRequest
  loginId: number
  email: string
  payer: number
  change: Exclude<FactorChange, 'cleared'>
  data?: Record<string, unknown>
}

/** Mails a notice of the change and writes it down. */
export async function tellFactorChange(
  tx: Queryable,
  { req, loginId, email, payer, change, data = {} }: Told,
): Promise<void> {
  await enqueueMail(tx, { kind: 'second_factor_changed', recipient: email, payer, data: { change } })
  // Who adds one to get in is not logged in yet, and has given the password.
  const person = payerOf(req)?.personId ?? (await personOf(tx, { loginId, payer }))
  const actor = { collection: 'payers', id: payer, person }
  await recordAudit(tx, { req, action: `second_factor_${change}`, payer, actor, data: { login: loginId, ...data } })
}

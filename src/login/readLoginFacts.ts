import type { Queryable } from '../base/database.ts'
import { readPending, readUndoableOfOwner } from './emailChange/readEmailChange.ts'
import { lockedUntil } from './loginLimits.ts'

export type LoginFacts = {
  /** Other payers that the login behind the record's email acts for. */
  alsoActsFor: { id: number; name: string | null }[]
  pendingEmail: { email: string; scope: 'record' | 'login'; requestedAt: Date; expiresAt: Date } | null
  changedEmail: { oldEmail: string; confirmedAt: Date; undoUntil: Date } | null
  /** Until when somebody who mistyped too often has to wait; null when nobody of this payer has to. */
  lockedUntil: Date | null
}

const OWNER = `select m.login_id as login from payers p left join payer_portal_people m on m.payer_id = p.id and m.role = 'owner' where p.id = $1`
const LOGINS = `select distinct l.id, l.email from payer_portal_people m join payer_portal_logins l on l.id = m.login_id where m.payer_id = $1`
const OTHERS = `select p.id, p.name from payer_portal_people m join payers p on p.id = m.payer_id where m.login_id = $2 and m.payer_id <> $1 order by p.id limit 100`

/** The login of a payer's owner; null while there is none. */
export async function ownerLogin(tx: Queryable, payer: number): Promise<number | null> {
  const { rows } = await tx.query<{ login: number | null }>({ name: 'login-of-owner', text: OWNER, values: [payer] })
  return rows[0]?.login ?? null
}

/** Of everybody who may act for the payer, as the button that unlocks does it for all of them. */
async function lockOf(tx: Queryable, payer: number): Promise<Date | null> {
  const { rows } = await tx.query<{ id: number; email: string }>({
    name: 'login-facts-logins',
    text: LOGINS,
    values: [payer],
  })
  let latest: Date | null = null
  for (const login of rows) {
    const until = await lockedUntil(tx, login)
    if (until && (!latest || until > latest)) latest = until
  }
  return latest
}

/** What staff see about the login of a payer. Null when there is no such payer. */
export async function readLoginFacts(tx: Queryable, payer: number): Promise<LoginFacts | null> {
  const owner = await tx.query<{ login: number | null }>({ name: 'login-of-owner', text: OWNER, values: [payer] })
  if (!owner.rows[0]) return null
  const { login } = owner.rows[0]
  const others = await tx.query<LoginFacts['alsoActsFor'][number]>({
    name: 'login-also-acts-for',
    text: OTHERS,
    values: [payer, login],
  })
  const pending = await readPending(tx, { payer, login })
  const changed = await readUndoableOfOwner(tx, payer)
  return {
    alsoActsFor: others.rows,
    pendingEmail: pending && {
      email: pending.email,
      scope: pending.scope,
      requestedAt: pending.requestedAt,
      expiresAt: pending.expiresAt,
    },
    changedEmail: changed && {
      oldEmail: changed.oldEmail,
      confirmedAt: changed.confirmedAt,
      undoUntil: changed.undoUntil,
    },
    lockedUntil: await lockOf(tx, payer),
  }
}

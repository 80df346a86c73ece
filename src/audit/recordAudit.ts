import type { PayloadRequest } from 'payload'
import { payerOf } from '../../access/rules/payerOf.ts'
import type { Queryable } from '../base/database.ts'
import { clientAddress } from '../login/clientAddress.ts'

type Entry = {
  req?: PayloadRequest
  /** What was done, such as `invite` or `login_failed`. */
  action: string
  payer?: number | null
  /** @default the caller */
  actor?: { collection: string; id: number | string; person?: number | null }
  /** Never a password, a token or an email. */
  data?: Record<string, unknown>
}

const INSERT = `insert into audit_log (actor_collection, actor_id, actor_name, action, payer_id, data, ip, user_agent, created_at, updated_at)
 values ($1, $2, $3, $4, $5::int, $6, $7, $8, now(), now())`

/** What a member of staff is called in the log; a payer is known by number, so that an erasure leaves no name behind. */
function actorName(req: PayloadRequest | undefined, collection: string | undefined): string | null {
  const view = req && payerOf(req)?.view
  if (view && collection !== 'payers') return view.staffName
  const user = req?.user as { collection?: string; email?: unknown } | null | undefined
  if (!user || user.collection !== collection || collection === 'payers') return null
  return typeof user.email === 'string' ? user.email : null
}

/** Which of a payer's people it was: all of them act under the payer's number. */
function personOf(req: PayloadRequest | undefined, actor: Entry['actor']): { byPerson?: number } {
  if (actor) return actor.person ? { byPerson: actor.person } : {}
  const user = req?.user as { collection?: string; personId?: unknown } | null | undefined
  return user?.collection === 'payers' && typeof user.personId === 'number' && user.personId > 0
    ? { byPerson: user.personId }
    : {}
}

/** Who acts: in a view of a payer the member of staff, never the payer. */
function actorOf(req: PayloadRequest | undefined): Entry['actor'] | null {
  if (!req?.user) return null
  return payerOf(req)?.view?.staff ?? { collection: req.user.collection, id: req.user.id }
}

/** Writes down who did what to whom, when and from where, in the caller's transaction. */
export async function recordAudit(
  tx: Queryable,
  { req, action, payer = null, actor, data = {} }: Entry,
): Promise<void> {
  const user = actor ?? actorOf(req)
  await tx.query({
    name: 'portal-audit',
    text: INSERT,
    values: [
      user?.collection ?? null,
      user ? String(user.id) : null,
      actorName(req, user?.collection),
      action,
      payer,
      JSON.stringify({ ...personOf(req, actor), ...data }),
      req?.headers ? clientAddress(req) : null,
      req?.headers?.get('user-agent')?.slice(0, 300) ?? null,
    ],
  })
}

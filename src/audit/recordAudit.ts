import type { PayloadRequest } from 'payload'
import { payerOf } from '../../access/rules/payerOf.ts'
import type { Queryable } from '../base/database.ts'
import { clientAddress } from '../login/clientAddress.ts'
import type { AuditActor, AuditPerson } from './AuditActor.ts'
import type { AuditKind, HostAuditKind } from './auditKinds.ts'

/** Where a request came from, for work that is done later by a job. */
export type AuditOrigin = { ip: string | null; userAgent: string | null }

export type AuditEntry = {
  req?: PayloadRequest
  action: AuditKind | HostAuditKind
  payer?: number | null
  /** @default the caller; without one nobody for a call over the web, the system for the host's own code */
  actor?: AuditActor
  /** @default where `req` came from */
  origin?: AuditOrigin
  /** Never a password or a token. Names and addresses stand in `before` and `after` alone: an erasure blanks them there. */
  data?: Record<string, unknown>
}

/** Who acts, and from where. */
export type AuditBy = Pick<AuditEntry, 'req' | 'actor'>

const INSERT = `insert into audit_log (actor_collection, actor_id, actor_name, action, payer_id, data, ip, user_agent, created_at, updated_at)
 values ($1, $2, $3, $4, $5::int, $6, $7, $8, now(), now())`
const INSERT_MANY = `insert into audit_log (actor_collection, actor_id, actor_name, action, payer_id, data, ip, user_agent, created_at, updated_at)
 select $1, $2, $3, r.action, r.payer, r.data, $5, $6, now(), now() from json_to_recordset($4::json) as r(at int, action text, payer int, data jsonb)
 order by r.at`

/** What a member of staff is called in the log; a payer is known by number, so that an erasure leaves no name behind. */
function actorName(req: PayloadRequest | undefined, collection: string | undefined): string | null {
  const view = req && payerOf(req)?.view
  if (view && collection !== 'payers') return view.staffName
  const user = req?.user as { collection?: string; email?: unknown } | null | undefined
  if (!user || user.collection !== collection || collection === 'payers') return null
  return typeof user.email === 'string' ? user.email : null
}

/** Who is logged in: in a view of a payer the member of staff, never the payer. All people of a payer act under its number. */
function callerOf(req: PayloadRequest | undefined): AuditActor {
  if (!req?.user) return req?.payloadAPI === 'REST' ? 'nobody' : 'system'
  const payer = payerOf(req)
  if (payer?.view) return payer.view.staff
  const person = payer && payer.personId > 0 ? { person: payer.personId } : {}
  return { collection: req.user.collection, id: req.user.id, ...person }
}

function columnsOf(actor: AuditActor): { collection: string | null; id: string | null; person?: number } {
  if (actor === 'nobody') return { collection: null, id: null }
  if (typeof actor === 'string') return { collection: actor, id: null }
  const { collection, id, person }: AuditPerson = actor
  return { collection, id: String(id), ...(person ? { person } : {}) }
}

function originOf(req: PayloadRequest | undefined): AuditOrigin {
  if (!req?.headers) return { ip: null, userAgent: null }
  return { ip: clientAddress(req), userAgent: req.headers.get('user-agent') }
}

/** The columns that say who acts and from where, and what `data` says of the person. */
function byOf({ req, actor, origin }: Pick<AuditEntry, 'req' | 'actor' | 'origin'>) {
  const { collection, id, person } = columnsOf(actor ?? callerOf(req))
  const { ip, userAgent } = origin ?? originOf(req)
  return {
    who: [collection, id, actorName(req, collection ?? undefined)],
    from: [ip, userAgent?.slice(0, 300) ?? null],
    person: person ? { byPerson: person } : {},
  }
}

/**
 * Writes down who did what to whom, when and from where: one prepared statement in the caller's transaction, so
 * that the row is there exactly when the change is.
 */
export async function recordAudit(tx: Queryable, entry: AuditEntry): Promise<void> {
  const { action, payer = null, data = {} } = entry
  const { who, from, person } = byOf(entry)
  const values = [...who, action, payer, JSON.stringify({ ...person, ...data }), ...from]
  await tx.query({ name: 'portal-audit', text: INSERT, values })
}

/** The same for many things that one request did, in their order: one statement, however many there are. */
export async function recordAudits(
  tx: Queryable,
  {
    req,
    entries,
  }: { req: PayloadRequest; entries: readonly Required<Pick<AuditEntry, 'action' | 'payer' | 'data'>>[] },
): Promise<void> {
  if (entries.length === 0) return
  const { who, from, person } = byOf({ req })
  const rows = entries.map(({ action, payer, data }, at) => ({ at, action, payer, data: { ...person, ...data } }))
  await tx.query({ name: 'portal-audit-many', text: INSERT_MANY, values: [...who, JSON.stringify(rows), ...from] })
}

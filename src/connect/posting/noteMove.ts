import type { AuditBy } from '../../audit/recordAudit.ts'
import type { Queryable } from '../../base/database.ts'

/** What the history of a posting calls a member of staff; null for the worker and the sync. */
export function staffName({ req, actor }: AuditBy): string | null {
  if (actor !== undefined || !req?.user) return null
  const { email, id } = req.user as { email?: unknown; id: number | string }
  return typeof email === 'string' ? email : `Staff user ${id}`
}

type Move = { posting: number; status: 'retried' | 'reallocated'; message: string | null; by: AuditBy }

/** Adds a line to a posting's history that is no change of its state. */
export async function noteMove(tx: Queryable, { posting, status, message, by }: Move): Promise<void> {
  await tx.query({
    name: 'connect-note-move',
    text: 'insert into payer_portal_posting_moves (posting_id, status, message, by) values ($1, $2, $3, $4)',
    values: [posting, status, message, staffName(by)],
  })
}

import type { PayloadRequest } from 'payload'
import { recordAudit } from '../audit/recordAudit.ts'
import type { Queryable } from '../base/database.ts'

const END = `update payer_portal_views set ended_at = now() where staff_collection = $1 and staff_id = $2 and ($3::int is null or payer_id = $3)
 and ended_at is null and expires_at > now() returning id, payer_id as payer`

/** Ends the calling member of staff's open views, of one payer or of all, each recorded. A repeat does nothing. */
export async function endViews(
  tx: Queryable,
  { req, payer = null }: { req: PayloadRequest; payer?: number | null },
): Promise<void> {
  const staff = req.user
  if (!staff) return
  const { rows } = await tx.query<{ id: number; payer: number }>({
    name: 'view-end',
    text: END,
    values: [staff.collection, String(staff.id), payer],
  })
  for (const view of rows)
    await recordAudit(tx, { req, action: 'view_ended', payer: view.payer, data: { view: view.id } })
}

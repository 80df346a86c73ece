import type { PayloadRequest } from 'payload'
import { recordAudit } from '../audit/recordAudit.ts'
import { withTransaction } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'
import { endViews } from './endViews.ts'
import { createViewToken, hashViewToken } from './viewToken.ts'

const MINUTES = 30

const PAYER =
  'select archived_at is null and erased_at is null and merged_into is null as live from payers where id = $1'
const INSERT = `insert into payer_portal_views (payer_id, staff_collection, staff_id, staff_name, token_hash, expires_at)
 values ($1, $2, $3, $4, $5, now() + $6 * interval '1 minute') returning id, expires_at as "expiresAt"`

export type BegunView = { id: number; token: string; expiresAt: Date }

/**
 * Opens a read-only view of a payer for the calling member of staff, and ends an earlier one of theirs. Throws
 * `payer_not_found`, and `bad_request` for a payer that is archived.
 */
export function beginView(req: PayloadRequest, payer: number): Promise<BegunView> {
  const staff = req.user as unknown as { id: number | string; collection: string; email?: string; _sid?: string }
  const token = createViewToken()
  return withTransaction(req.payload, async (tx) => {
    const found = await tx.query<{ live: boolean }>({ name: 'view-payer', text: PAYER, values: [payer] })
    if (!found.rows[0]) throw new PortalError('payer_not_found')
    if (!found.rows[0].live) throw new PortalError('bad_request', { message: 'This payer is archived.' })
    await endViews(tx, { req })
    const { rows } = await tx.query<{ id: number; expiresAt: Date }>({
      name: 'view-begin',
      text: INSERT,
      values: [
        payer,
        staff.collection,
        String(staff.id),
        staff.email ?? null,
        hashViewToken(token, staff._sid ?? ''),
        MINUTES,
      ],
    })
    const view = rows[0]
    if (!view) throw new Error('The view was not written.')
    await recordAudit(tx, { req, action: 'view_begun', payer, data: { view: view.id, minutes: MINUTES } })
    return { ...view, token }
  })
}

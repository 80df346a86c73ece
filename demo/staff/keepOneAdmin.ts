import { type PostgresAdapter, sql } from '@payloadcms/db-postgres'
import {
  APIError,
  type CollectionBeforeChangeHook,
  type CollectionBeforeDeleteHook,
  type PayloadRequest,
} from 'payload'

/** Two administrators who demote each other at the same moment wait for one another. */
async function takeTurns(req: PayloadRequest): Promise<void> {
  const { sessions } = req.payload.db as unknown as PostgresAdapter
  const db = sessions[String(await req.transactionID)]?.db
  if (!db) throw new Error('Roles are changed in a database transaction only.')
  await db.execute(sql`select pg_advisory_xact_lock(hashtext('demo-keep-one-admin'))`)
}

async function requireAnotherAdmin(req: PayloadRequest, id: number | string): Promise<void> {
  await takeTurns(req)
  const { totalDocs } = await req.payload.count({
    collection: 'users',
    where: { and: [{ roles: { in: ['admin'] } }, { id: { not_equals: id } }] },
    // system: whether the firm keeps an administrator, whoever asks
    overrideAccess: true,
    req,
  })
  if (totalDocs === 0)
    throw new APIError('This is the only administrator. Make somebody else one first.', 409, null, true)
}

/** The first member of staff who registers becomes administrator, and the last administrator stays one. */
export const keepOneAdmin: CollectionBeforeChangeHook = async ({ data, operation, originalDoc, req }) => {
  if (operation === 'create') {
    // A script says itself which roles somebody has; the form for the first member of staff does not.
    if (req.payloadAPI !== 'REST') return data
    // system: whether anybody is there yet, whoever asks
    const { totalDocs } = await req.payload.count({ collection: 'users', overrideAccess: true, req })
    return totalDocs === 0 ? { ...data, roles: ['admin'] } : data
  }
  const isDemoted = originalDoc?.roles?.includes('admin') && !(data.roles ?? originalDoc.roles).includes('admin')
  if (isDemoted) await requireAnotherAdmin(req, originalDoc.id)
  return data
}

/** The last administrator cannot be deleted. */
export const keepAdminOnDelete: CollectionBeforeDeleteHook = async ({ id, req }) => {
  // system: whether the firm keeps an administrator, whoever asks
  const user = await req.payload.findByID({ collection: 'users', id, depth: 0, overrideAccess: true, req })
  if ((user as { roles?: string[] | null }).roles?.includes('admin')) await requireAnotherAdmin(req, id)
}

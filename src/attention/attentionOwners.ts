import type { PayloadRequest } from 'payload'
import { mayUser } from '../../access/rules/staffMay.ts'
import { PortalError } from '../base/errors.ts'
import { portalOptions } from '../options/portalOptions.ts'
import type { AttentionOwner } from './changeAttention.ts'

const MOST = 200

type User = { id: number | string; email?: unknown }

/** What a member of staff is called: the audit log does it so too. */
export const ownerOf = ({ id, email }: User): AttentionOwner => ({
  id: String(id),
  name: typeof email === 'string' ? email : `Staff user ${id}`,
})

const mayOwn = (req: PayloadRequest, user: User): boolean =>
  mayUser(req, {
    user: { ...user, collection: portalOptions(req.payload).staffCollection },
    action: 'attention.settle',
  })

/** The staff who may settle something, by email; nobody whom the host does not let the caller read. */
export async function listOwners(req: PayloadRequest): Promise<AttentionOwner[]> {
  const { docs } = await req.payload.find({
    collection: portalOptions(req.payload).staffCollection as 'users',
    limit: MOST,
    pagination: false,
    depth: 0,
    overrideAccess: false,
    user: req.user,
    req,
  })
  return (docs as User[])
    .filter((user) => mayOwn(req, user))
    .map(ownerOf)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The member of staff with this number, as an owner. Throws `bad_request` when there is none, or none who may settle anything. */
export async function findOwner(req: PayloadRequest, id: string): Promise<AttentionOwner> {
  const refused = new PortalError('bad_request', { message: 'owner must be a member of staff who may settle this.' })
  const collection = portalOptions(req.payload).staffCollection as 'users'
  const isText = req.payload.collections[collection]?.customIDType === 'text'
  if (!isText && !/^[1-9]\d{0,8}$/.test(id)) throw refused
  const user = (await req.payload.findByID({
    collection,
    id,
    depth: 0,
    // system: whoever gives work to a colleague need not be allowed to read the colleague's record
    overrideAccess: true,
    disableErrors: true,
    req,
  })) as User | null
  if (!user || !mayOwn(req, user)) throw refused
  return ownerOf(user)
}

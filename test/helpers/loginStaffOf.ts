import type { CollectionConfig } from 'payload'
import { STAFF_ROLES, type StaffRole } from 'payload-plugin-payer-portal'
import type { Host } from './host/bootHost.ts'

const PASSWORD = 'Staff-portal-2026!'

/** The staff collection of a host whose staff have roles. */
export const usersWithRoles: CollectionConfig = {
  slug: 'users',
  auth: true,
  fields: [{ name: 'roles', type: 'select', hasMany: true, options: [...STAFF_ROLES] }],
}

export type StaffLogin = { id: number; email: string; headers: { authorization: string } }

/** A member of staff with these roles, logged in. */
export async function loginStaffOf(
  host: Pick<Host, 'call' | 'payload'>,
  { roles, name = roles.join('-') || 'nothing' }: { roles: StaffRole[]; name?: string },
): Promise<StaffLogin> {
  const email = `${name}@firm.test`
  const data = { email, password: PASSWORD, roles }
  const { id } = await host.payload.create({ collection: 'users', data: data as never, overrideAccess: true })
  const { body } = await host.call('/api/users/login', { method: 'POST', body: { email, password: PASSWORD } })
  return { id: Number(id), email, headers: { authorization: `JWT ${body.token}` } }
}

import type { Host } from './host/bootHost.ts'

export type StaffHeaders = { authorization: string }

/** A member of staff with a session, as headers. */
export async function loginStaff(
  host: Pick<Host, 'call' | 'payload'>,
  email = 'staff@firm.test',
): Promise<StaffHeaders> {
  const password = 'Staff-portal-2026!'
  await host.payload.create({ collection: 'users', data: { email, password }, overrideAccess: true })
  const { body } = await host.call('/api/users/login', { method: 'POST', body: { email, password } })
  return { authorization: `JWT ${body.token}` }
}

import type { PayloadRequest } from 'payload'

type Staff = { collection: string; roles?: string[] | null }

/** Is the caller one of the firm's administrators? */
export function isAdmin({ req }: { req: PayloadRequest }): boolean {
  const user = req.user as Staff | null
  return user?.collection === 'users' && Boolean(user.roles?.includes('admin'))
}

/** Is the caller one of the firm's staff? */
export const isStaffMember = ({ req }: { req: PayloadRequest }): boolean => req.user?.collection === 'users'

import type { PayloadRequest } from 'payload'

/** What the member of staff who sets a rule is called on it; null when it is the host's own code. */
export function setterOf(req: PayloadRequest): string | null {
  const email = (req.user as { email?: unknown } | null)?.email
  return typeof email === 'string' ? email : null
}

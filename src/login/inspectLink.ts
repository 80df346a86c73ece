import type { PayloadRequest } from 'payload'
import { poolOf } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'
import { countByNetwork } from './countByNetwork.ts'
import { hashToken, isTokenText } from './oneTimeToken.ts'

export type InspectedLink = {
  purpose: 'invite' | 'reset' | 'email'
  /** The address that the link went to. */
  email: string
  /** This address already has a login with a password. */
  hasLogin: boolean
  /** A password has to be chosen for it. */
  needsPassword: boolean
}

type Row = Omit<InspectedLink, 'needsPassword'> & { splits: boolean }

const READ = `select t.purpose, t.email,
 exists (select 1 from payer_portal_logins l where lower(l.email) = lower(t.email) and (t.purpose = 'email' or l.password_hash is not null)
  and exists (select 1 from payer_portal_people m where m.login_id = l.id)) as "hasLogin",
 exists (select 1 from payer_portal_email_changes c join payer_portal_people m on m.login_id = c.login_id and m.id <> c.person_id
  where c.token_id = t.id and c.scope = 'record') as splits
 from payer_portal_tokens t where t.token_hash = $1 and t.purpose in ('invite', 'reset', 'email') and t.used_at is null and t.expires_at > now()`

/** What stands behind an open link that invites, sets a new password or confirms an email; it stays good. Throws `bad_request`, `token_invalid`, `too_many_requests`. */
export async function inspectLink(req: PayloadRequest, token: unknown): Promise<InspectedLink> {
  await countByNetwork(req, 'token')
  if (typeof token !== 'string') throw new PortalError('bad_request', { message: 'token must be a text.' })
  const { rows } = isTokenText(token)
    ? await poolOf(req.payload).query<Row>({ name: 'login-inspect-link', text: READ, values: [hashToken(token)] })
    : { rows: [] }
  const [row] = rows
  if (!row) throw new PortalError('token_invalid')
  const { purpose, email, hasLogin, splits } = row
  return {
    purpose,
    email,
    hasLogin,
    needsPassword: purpose === 'reset' || (!hasLogin && (purpose === 'invite' || splits)),
  }
}

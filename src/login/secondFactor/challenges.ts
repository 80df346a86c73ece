import { randomBytes } from 'node:crypto'
import type { Queryable } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { hashToken, isTokenText } from '../oneTimeToken.ts'

/** `login` asks for a factor, `enroll` for adding one first; `totp` and `passkey` wait for the proof of a new factor. */
export type ChallengePurpose = 'login' | 'enroll' | 'totp' | 'passkey'

export type ChallengeData = {
  /** Act for this payer; otherwise for the first one of the login. */
  payer?: number
  /** What a passkey must sign. */
  webauthn?: string
  /** The secret of the new authenticator app, sealed, base64. */
  secret?: string
  /** The challenge of a login that adds its first factor: proving that factor opens the session. */
  enroll?: number
}

export type Challenge = { id: number; loginId: number; epoch: number; email: string; data: ChallengeData }

const INSERT = `insert into payer_portal_challenges (login_id, epoch, purpose, token_hash, data, expires_at)
 values ($1, $2, $3, $4, $5, now() + interval '10 minutes')`
// Its epoch is the one in which the password was checked: a suspension or another password ends it.
const OPEN = `c.token_hash = $1 and c.purpose = $2 and c.used_at is null and c.expires_at > now() and l.id = c.login_id and l.epoch = c.epoch
 and exists (select 1 from payer_portal_people m where m.login_id = l.id)`
const FIELDS = `c.id, c.login_id as "loginId", c.epoch, l.email, c.data`
const READ = `select ${FIELDS} from payer_portal_challenges c, payer_portal_logins l where ${OPEN}`
const TRY = `update payer_portal_challenges c set attempts = c.attempts + 1 from payer_portal_logins l where ${OPEN} and c.attempts < 5 returning ${FIELDS}`
const USE = `update payer_portal_challenges set used_at = now() where id = $1 and used_at is null and expires_at > now() returning id`

type New = { loginId: number; epoch: number; purpose: ChallengePurpose; data: ChallengeData }

/** Makes a challenge that is good for ten minutes. Returns its token, which is stored nowhere. */
export async function createChallenge(tx: Queryable, { loginId, epoch, purpose, data }: New): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await tx.query({
    name: 'challenge-insert',
    text: INSERT,
    values: [loginId, epoch, purpose, hashToken(token), JSON.stringify(data)],
  })
  return token
}

type Asked = { token: unknown; purpose: ChallengePurpose }

async function findChallenge(
  db: Queryable,
  { token, purpose, name, text }: Asked & { name: string; text: string },
): Promise<Challenge> {
  if (typeof token !== 'string') throw new PortalError('bad_request', { message: 'challenge must be a text.' })
  const { rows } = isTokenText(token)
    ? await db.query<Challenge>({ name, text, values: [hashToken(token), purpose] })
    : { rows: [] }
  if (!rows[0]) throw new PortalError('challenge_invalid')
  return rows[0]
}

/** The open challenge behind a token. Throws `challenge_invalid` for one that is used, over, dead or made up. */
export const readChallenge = (db: Queryable, asked: Asked): Promise<Challenge> =>
  findChallenge(db, { ...asked, name: 'challenge-read', text: READ })

/** As `readChallenge`, and counts one of its five attempts, whatever becomes of it; also throws when they are used up. */
export const tryChallenge = (db: Queryable, asked: Asked): Promise<Challenge> =>
  findChallenge(db, { ...asked, name: 'challenge-try', text: TRY })

/** Uses a challenge up: of several at once one succeeds. Throws `challenge_invalid`. */
export async function spendChallenge(tx: Queryable, id: number): Promise<void> {
  const { rows } = await tx.query({ name: 'challenge-use', text: USE, values: [id] })
  if (rows.length === 0) throw new PortalError('challenge_invalid')
}

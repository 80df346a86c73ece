import type { Payload, PayloadRequest } from 'payload'
import { recordAudit } from '../audit/recordAudit.ts'
import { createTurns } from '../base/createTurns.ts'
import { poolOf } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'
import { type Admission, admitLogin } from './admitLogin.ts'
import { hashPassword, needsRehash, verifyPassword } from './argon2.ts'
import { countByNetwork } from './countByNetwork.ts'
import { countGuess } from './countGuess.ts'
import { recordLock } from './recordLock.ts'
import { recordLogin } from './recordLogin.ts'
import { tellNewDevice } from './tellNewDevice.ts'

type Given = { email: string; password: string }

/** However many log in at once, they take a part of the database's connections, and leave the others to those who are logged in. */
const inTurn = createTurns({ atOnce: 4, waiting: 200 })

type Credential = { id: number; passwordHash: string; epoch: number; payer: number }

const FIND = `select l.id, l.password_hash as "passwordHash", l.epoch, min(m.payer_id)::int as payer from payer_portal_logins l join payer_portal_people m on m.login_id = l.id
 where lower(l.email) = $1 and l.password_hash is not null group by l.id`

async function findCredential(payload: Payload, email: string): Promise<Credential | undefined> {
  return (await poolOf(payload).query<Credential>({ name: 'login-find', text: FIND, values: [email] })).rows[0]
}

async function rehash(payload: Payload, credential: Credential, password: string): Promise<void> {
  if (!needsRehash(credential.passwordHash)) return
  const fresh = await hashPassword(password)
  await poolOf(payload).query(
    'update payer_portal_logins set password_hash = $3 where id = $1 and password_hash = $2',
    [credential.id, credential.passwordHash, fresh],
  )
}

type Checked = { credential: Credential; succeeded: () => Promise<void> }

async function checkCredential(req: PayloadRequest, { email, password }: Given): Promise<Checked> {
  const { payload } = req
  const normal = email.trim().toLowerCase()
  await countByNetwork(req, 'loginAddress')
  const credential = await findCredential(payload, normal)
  const succeeded = await recordLock(req, {
    login: credential?.id ?? null,
    count: () => countGuess(req, { email: normal, login: credential }),
  })
  // Unknown emails pay for the same hash, so that neither words nor time tell who has a login.
  const matches = await verifyPassword(password, credential?.passwordHash)
  if (credential && matches) return { credential, succeeded }
  const { id: login = null, payer = null } = credential ?? {}
  await recordAudit(poolOf(payload), { req, action: 'login_failed', actor: 'nobody', payer, data: { login } })
  throw new PortalError('login_failed')
}

/**
 * Checks a payer's email and password, after the limits, and opens a session or asks for the second factor.
 * Throws `login_failed` alike for an unknown email, a wrong password and a payer without access;
 * `too_many_requests` above the limits, `overloaded` when too many log in at once.
 */
export async function logIn(req: PayloadRequest, given: Given): Promise<Admission> {
  // Hooks of the host are not waited for in here.
  const { credential, succeeded } = await inTurn(() => checkCredential(req, given))
  const admission = await admitLogin(req, {
    check: () => Promise.resolve({ loginId: credential.id, epoch: credential.epoch }),
    refusal: 'login_failed',
    opened: async (tx, session) => {
      await recordLogin(tx, { req, session })
      await tellNewDevice(tx, { req, session })
    },
  })
  await succeeded()
  await rehash(req.payload, credential, given.password)
  return admission
}

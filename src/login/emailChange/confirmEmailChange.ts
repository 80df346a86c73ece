import type { PayloadRequest } from 'payload'
import { recordAudit } from '../../audit/recordAudit.ts'
import { poolOf, type Queryable, withTransaction } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { enqueueMail } from '../../mail/enqueueMail.ts'
import { consumeToken, findToken, type OpenToken } from '../acceptToken.ts'
import { hashPassword } from '../argon2.ts'
import { checkPassword } from '../checkPassword.ts'
import { countByNetwork } from '../countByNetwork.ts'
import { createOneTimeToken } from '../createOneTimeToken.ts'
import { revokeTokens } from '../revokeTokens.ts'
import { checkMove } from './checkMove.ts'
import { endLogins } from './endLogins.ts'
import { lockLogin } from './lockLogin.ts'
import { type Move, planMove, type Scope } from './planMove.ts'
import { renameLogin } from './renameLogin.ts'
import { writeEmail } from './writeEmail.ts'

/** How long the old address can undo a change, and saved payment methods are frozen. */
const UNDO_HOURS = 72

type Asked = { id: number; scope: Scope; oldEmail: string }
type Change = { link: OpenToken; asked: Asked; move: Move; login: number; passwordHash: string | null }

const ASKED = `select id, scope, old_email as "oldEmail" from payer_portal_email_changes where token_id = $1 and confirmed_at is null and canceled_at is null for update`
const CREATE = `insert into payer_portal_logins (email, password_hash) values ($1, $2) returning id`
const CONFIRM = `update payer_portal_email_changes set confirmed_at = now(), undo_until = now() + $2 * interval '1 hour', token_id = $3 where id = $1 returning undo_until as until`
const BESIDE = `insert into payer_portal_email_changes (payer_id, person_id, login_id, scope, request_id, old_email, new_email, requested_at, confirmed_at, undo_until)
 select m.payer_id, m.id, c.login_id, c.scope, c.id, c.old_email, c.new_email, c.requested_at, c.confirmed_at, c.undo_until
 from payer_portal_email_changes c, payer_portal_people m where c.id = $1 and m.id = any($2) and m.id <> c.person_id`
const OVERTAKEN = `update payer_portal_email_changes set canceled_at = now() where person_id = any($1) and confirmed_at is null and canceled_at is null`

/** The login by which the people act afterwards. Throws `password_required` when it has to be made without a password. */
async function targetLogin(tx: Queryable, { link, move, login, passwordHash }: Change): Promise<number> {
  if (move.target) return move.target.id
  if (move.empty !== null)
    await tx.query({ text: 'delete from payer_portal_logins where id = $1', values: [move.empty] })
  if (move.how === 'move') {
    await renameLogin(tx, { login, email: link.email })
    return login
  }
  if (passwordHash === null) throw new PortalError('password_required')
  const { rows } = await tx.query<{ id: number }>({ text: CREATE, values: [link.email, passwordHash] })
  if (!rows[0]) throw new Error('The login was not written.')
  return rows[0].id
}

/** Tells the old address, with the link that undoes. */
async function offerUndo(tx: Queryable, { req, link, asked }: { req: PayloadRequest; link: OpenToken; asked: Asked }) {
  const token = await createOneTimeToken(tx, {
    secret: req.payload.secret,
    purpose: 'undo_email',
    payer: link.payer,
    person: Number(link.person),
    email: asked.oldEmail,
    expiresAt: new Date(Date.now() + UNDO_HOURS * 3_600_000),
  })
  await tx.query({ name: 'email-confirm', text: CONFIRM, values: [asked.id, UNDO_HOURS, token] })
  await enqueueMail(tx, { kind: 'email_changed', recipient: asked.oldEmail, payer: link.payer, token })
}

async function carryOut(tx: Queryable, change: Change, req: PayloadRequest): Promise<void> {
  const { link, asked, move, login } = change
  const people = move.moving.map(({ id }) => id)
  const target = await targetLogin(tx, change)
  await writeEmail(tx, { people, email: link.email, login: target })
  await endLogins(tx, [...new Set([login, target])])
  for (const { id, payer } of move.moving) await revokeTokens(tx, { payer, person: id })
  await offerUndo(tx, { req, link, asked })
  await tx.query({ name: 'email-beside', text: BESIDE, values: [asked.id, people] })
  await tx.query({ name: 'email-overtaken', text: OVERTAKEN, values: [people] })
  for (const { id: person, payer } of move.moving)
    await recordAudit(tx, {
      req,
      action: 'email_changed',
      payer,
      actor: { collection: 'payers', id: payer, person },
      data: { how: move.how, scope: asked.scope },
    })
}

type Args = { token: unknown; password: unknown }

/**
 * Carries out the change that a mailed link confirms: sessions end, the old address is told and can undo
 * it. Throws `token_invalid`; and, with the link still good, `password_required` when the new address needs
 * a login of its own, `password_weak`, `person_exists`, `email_change_open`.
 */
export async function confirmEmailChange(req: PayloadRequest, { token, password }: Args): Promise<void> {
  const { payload } = req
  await countByNetwork(req, 'token')
  const link = await findToken(poolOf(payload), { token, purpose: 'email' })
  const passwordHash = password === undefined ? null : await hashPassword(checkPassword(password, link.email))
  await withTransaction(payload, async (tx) => {
    const locked = await lockLogin(tx, { login: link.login, payers: [link.payer], email: link.email })
    await consumeToken(tx, link)
    const { rows } = await tx.query<Asked>({ name: 'email-asked', text: ASKED, values: [link.id] })
    const asked = rows[0]
    const { login, person } = link
    if (!asked || login === null || person === null) throw new PortalError('token_invalid')
    const move = planMove({ ...locked, scope: asked.scope, login, person, email: link.email })
    if (!move) throw new PortalError('token_invalid')
    await checkMove(tx, { people: move.moving, email: link.email })
    await carryOut(tx, { link, asked, move, login, passwordHash }, req)
  })
}

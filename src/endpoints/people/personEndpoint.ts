import type { Endpoint, PayloadRequest } from 'payload'
import type { PersonRole } from '../../../access/rules/payerOf.ts'
import { roleMay } from '../../../access/rules/personMay.ts'
import { recordAudit } from '../../audit/recordAudit.ts'
import { poolOf, type Queryable, withTransaction } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { limitMails } from '../../login/limitMails.ts'
import { listPeople, type PersonDoc } from '../../login/people/listPeople.ts'
import type { PersonEditor } from '../../login/people/PersonEditor.ts'
import { routeId } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { readJson } from '../request/readJson.ts'
import type { PersonAction } from './personActions.ts'

/** One of the two doors to the people of a payer: the staff's and the payer's own. */
export type PeopleDoor = {
  /** Where the list of people stands. */
  root: string
  /** Who is calling, about which payer. Throws when the caller may not. */
  enter: (req: PayloadRequest) => { payer: number | null; editor: PersonEditor }
  /** What the caller shows once more before somebody new gets in. Throws when it is not right. */
  prove: (req: PayloadRequest, body: Record<string, unknown>) => Promise<void>
  show: (person: PersonDoc, editor: PersonEditor) => Record<string, unknown>
}

const LOCK = 'select 1 from payers where id = $1 for update'
const STILL = `select m.role from payer_portal_people m join payer_portal_logins l on l.id = m.login_id
 join payer_portal_sessions s on s.login_id = l.id and s.epoch = l.epoch where m.id = $1 and m.payer_id = $2 and s.id = $3`

/**
 * Under the lock: does the payer exist, is the caller still logged in, and does the caller still manage it? Two who
 * demote each other are taken in turn, and nobody acts after the session was ended by whoever held the lock.
 */
async function lockPayer(
  tx: Queryable,
  { payer, editor }: { payer: number | null; editor: PersonEditor },
): Promise<number> {
  const { rows } = payer === null ? { rows: [] } : await tx.query({ name: 'people-lock', text: LOCK, values: [payer] })
  if (payer === null || rows.length === 0) throw new PortalError('payer_not_found')
  if (editor.kind === 'staff') return payer
  const still = await tx.query<{ role: PersonRole }>({
    name: 'people-still',
    text: STILL,
    values: [editor.person, payer, editor.session],
  })
  const role = still.rows[0]?.role
  if (!role) throw new PortalError('login_required')
  if (!roleMay(role, 'manage')) throw new PortalError('role_required')
  return payer
}

/** A route that does `action` through `door`: one transaction, limited where it mails, recorded with who did it. */
export const personEndpoint = (
  door: PeopleDoor,
  { path, method, action, mails, letsIn, work }: PersonAction,
): Endpoint => ({
  path: `${door.root}${path}`,
  method,
  handler: async (req) => {
    const caller = door.enter(req)
    const { payload } = req
    const body = await readJson(req)
    const person = routeId(req, 'person')
    // Before the transaction: no lock is held while a password is hashed.
    if (letsIn) await door.prove(req, body)
    const answer = await withTransaction(payload, async (tx) => {
      const payer = await lockPayer(tx, caller)
      if (mails) await limitMails(tx, req)
      const done = await work(tx, { payload, payer, person, editor: caller.editor, body })
      await recordAudit(tx, { req, action, payer, data: { person: done.person, ...done.data } })
      const people = await listPeople(tx, payer)
      const shown = people.find(({ id }) => id === done.person)
      return { message: done.message, person: shown ? door.show(shown, caller.editor) : null }
    })
    return json(answer, { status: action === 'person_added' ? 201 : 200 })
  },
})

/** The list itself. */
export const peopleEndpoint = (door: PeopleDoor): Endpoint => ({
  path: door.root,
  method: 'get',
  handler: async (req) => {
    const { payer, editor } = door.enter(req)
    const db = poolOf(req.payload)
    const known = payer === null ? { rows: [] } : await db.query('select 1 from payers where id = $1', [payer])
    if (payer === null || known.rows.length === 0) throw new PortalError('payer_not_found')
    const people = await listPeople(db, payer)
    return json({ docs: people.map((person) => door.show(person, editor)) })
  },
})

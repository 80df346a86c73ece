import type { Endpoint } from 'payload'
import { poolOf, withTransaction } from '../../base/database.ts'
import { cancelEmailChange } from '../../login/emailChange/cancelEmailChange.ts'
import { changeOwnEmail } from '../../login/emailChange/changeOwnEmail.ts'
import { readPending, readUndoable } from '../../login/emailChange/readEmailChange.ts'
import { requirePayer } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { readJson } from '../request/readJson.ts'
import { textField } from './textField.ts'

/** `GET /change-email`: the change that waits, and the one that can still be undone. */
const read: Endpoint = {
  path: '/change-email',
  method: 'get',
  handler: async (req) => {
    const { id: payer, loginId: login } = requirePayer(req, 'view')
    const pool = poolOf(req.payload)
    const pending = await readPending(pool, { payer, login })
    const changed = await readUndoable(pool, { payer, login })
    return json({
      pending: pending && {
        email: pending.email,
        scope: pending.scope,
        requestedAt: pending.requestedAt,
        expiresAt: pending.expiresAt,
      },
      changed: changed && {
        oldEmail: changed.oldEmail,
        confirmedAt: changed.confirmedAt,
        undoUntil: changed.undoUntil,
      },
    })
  },
}

/** `POST /change-email { email, currentPassword }`: the new address gets a link to confirm; the old one works until then. */
const ask: Endpoint = {
  path: '/change-email',
  method: 'post',
  handler: async (req) => {
    const payer = requirePayer(req, 'view')
    const body = await readJson(req)
    await changeOwnEmail(req, { payer, email: body.email, currentPassword: textField(body, 'currentPassword') })
    return json({
      message: 'The new email gets a link to confirm it. Until then the old one stays.',
      state: 'confirming',
    })
  },
}

/** `DELETE /change-email`: takes the change back that waits. */
const cancel: Endpoint = {
  path: '/change-email',
  method: 'delete',
  handler: async (req) => {
    const { id: payer, loginId: login } = requirePayer(req, 'view')
    await withTransaction(req.payload, (tx) => cancelEmailChange(tx, { req, payer, login }))
    return json({ message: 'The change was cancelled. Your email stays as it is.' })
  },
}

export const changeOwnEmailEndpoints: Endpoint[] = [read, ask, cancel]

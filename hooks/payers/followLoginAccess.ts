import type { CollectionAfterChangeHook } from 'payload'
import { applyLoginAccess } from '../../src/login/applyLoginAccess.ts'

const SHOWN = {
  invited: { loginAccess: true, invite: { status: 'queued', sentAt: null, error: null } },
  ended: { loginAccess: false, invite: { status: 'none', sentAt: null, error: null } },
} as const

/** Invites or suspends in the same transaction as the change, whatever door it came through. */
export const followLoginAccess: CollectionAfterChangeHook = async ({ data, doc, req }) => {
  const done = await applyLoginAccess(req, { payer: Number(doc.id), access: data.loginAccess === true })
  if (!done) return doc
  const { loginAccess, invite } = SHOWN[done]
  return { ...doc, loginAccess, ...(doc.invite ? { invite: { ...doc.invite, ...invite } } : {}) }
}

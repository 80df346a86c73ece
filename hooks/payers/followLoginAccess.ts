import type { CollectionAfterChangeHook } from 'payload'
import { applyLoginAccess } from '../../src/login/applyLoginAccess.ts'

const SHOWN = {
  invited: { status: 'queued', sentAt: null, error: null },
  ended: { status: 'none', sentAt: null, error: null },
} as const

/** Invites or suspends in the same transaction as the change, whatever door it came through. */
export const followLoginAccess: CollectionAfterChangeHook = async ({ doc, req }) => {
  const done = await applyLoginAccess(req, Number(doc.id))
  return done && doc.invite ? { ...doc, invite: { ...doc.invite, ...SHOWN[done] } } : doc
}

import type { CollectionBeforeChangeHook } from 'payload'

/** The state of the welcome mail stays as stored, whatever a caller sends: only the login services write it. */
export const keepInvite: CollectionBeforeChangeHook = ({ data, operation, originalDoc }) => ({
  ...data,
  invite: operation === 'update' ? (originalDoc?.invite ?? {}) : { status: 'none', sentAt: null, error: null },
})

import type { Id } from './types.ts'

/** What a person does for a payer; `owner` is the person behind the email of the payer's record. */
export type Role = 'owner' | 'manage' | 'pay' | 'view'

export type GivenRole = Exclude<Role, 'owner'>

/** One place where the own login is logged in. */
export type OwnSession = {
  id: Id
  device: string
  ip: string | null
  createdAt: string
  lastSeenAt: string
  isCurrent: boolean
}

/** The change of the own email that waits for its confirmation, and the one that can still be undone. */
export type EmailChange = {
  pending: { email: string; scope: 'record' | 'login'; requestedAt: string; expiresAt: string } | null
  changed: { oldEmail: string; confirmedAt: string; undoUntil: string } | null
}

/** Somebody who may act for this payer, or is invited to. */
export type Person = {
  id: Id
  email: string
  name: string | null
  role: Role
  /** Has accepted the invite. */
  hasLogin: boolean
  /** Of the invite; a code that only a newer server knows may be among them. */
  status: 'none' | 'queued' | 'sent' | 'failed' | 'accepted' | 'expired' | (string & {})
  sentAt: string | null
  isBounced: boolean
  isSelf: boolean
}

export type NewPerson = { email: string; name: string; role: GivenRole; currentPassword: string }

import type { GivenRole, Person, Role } from '../api/accountTypes.ts'
import { formatInstant } from './formatDate.ts'
import type { State } from './invoiceState.ts'

export const ROLE_LABELS: Readonly<Record<Role, string>> = {
  owner: 'Owner',
  manage: 'Manages',
  pay: 'Views and pays',
  view: 'Views only',
}

/** The roles that can be given, the smallest first, in the words of the choice. */
export const ROLE_CHOICES: readonly { id: GivenRole; label: string }[] = [
  { id: 'view', label: 'Views only' },
  { id: 'pay', label: 'Views and pays' },
  { id: 'manage', label: 'Manages: people and details too' },
]

const INVITES: Readonly<Record<string, State>> = {
  none: { label: 'Not invited yet', tone: 'neutral' },
  queued: { label: 'Invite on its way', tone: 'info' },
  sent: { label: 'Invited', tone: 'info' },
  failed: { label: 'Invite not delivered', tone: 'bad' },
  expired: { label: 'Invite has expired', tone: 'warn' },
}

const OTHER: State = { label: 'Not accepted yet', tone: 'neutral' }

/** How somebody's access stands: the invite until it is accepted, and whether mails come back. */
export function personStates({ hasLogin, status, sentAt, isBounced }: Person): State[] {
  const invite = INVITES[status] ?? OTHER
  const dated = status === 'sent' && sentAt ? { ...invite, label: `Invited ${formatInstant(sentAt)}` } : invite
  const access: State = hasLogin ? { label: 'Has access', tone: 'good' } : dated
  return isBounced ? [access, { label: 'Mails come back', tone: 'bad' }] : [access]
}

/** Whether the own access, or the owner's, stands behind a person: neither is changed here. */
export const isFixed = ({ role, isSelf }: Person): boolean => role === 'owner' || isSelf

export type InviteStatus = 'none' | 'queued' | 'sent' | 'failed' | 'accepted' | 'expired'

/** What staff see beside the email, by `GET /api/payers/:id/login`, with the kinds of second factor. Instants are ISO texts. */
export type LoginFacts = {
  factorKinds: string[]
  alsoActsFor: { id: number; name: string | null }[]
  pendingEmail: { email: string; scope: 'record' | 'login'; requestedAt: string; expiresAt: string } | null
  changedEmail: { oldEmail: string; confirmedAt: string; undoUntil: string } | null
  lockedUntil: string | null
}

/** What the server says about a payer's login access. */
export type LoginState = {
  email: string
  loginAccess: boolean
  invite: { status: InviteStatus; sentAt: string | null; error: string | null }
  /** Why mails to the owner come back; null while they arrive. */
  mailProblem: string | null
  /** Null where they were not asked for. */
  facts: LoginFacts | null
}

type Access = Pick<LoginState, 'loginAccess' | 'invite'>

export type PayerDoc = {
  email?: string | null
  loginAccess?: boolean | null
  invite?: { status?: InviteStatus | null; sentAt?: string | null; error?: string | null } | null
  mailProblem?: string | null
}

export const LOGIN_STATE_QUERY =
  'depth=0&select[email]=true&select[loginAccess]=true&select[invite]=true&select[mailProblem]=true'

/** Reads the state out of a payer's document, and the facts beside it. */
export function toLoginState(doc: PayerDoc, facts: LoginFacts | null = null): LoginState {
  return {
    email: doc.email ?? '',
    loginAccess: doc.loginAccess === true,
    invite: {
      status: doc.invite?.status ?? 'none',
      sentAt: doc.invite?.sentAt ?? null,
      error: doc.invite?.error ?? null,
    },
    mailProblem: doc.mailProblem || null,
    facts,
  }
}

export type MailOutcome = { tone: 'success' | 'error' | 'waiting'; message: string }

/** What to tell staff about a mail that was just asked for; null while it is still under way. */
export function inviteOutcome({ email, invite }: LoginState): MailOutcome | null {
  if (invite.status === 'sent') return { tone: 'success', message: `The welcome mail was sent to ${email}.` }
  if (invite.status === 'failed')
    return { tone: 'error', message: `The welcome mail to ${email} failed: ${invite.error ?? 'no reason was given'}` }
  return null
}

/** The line under the toggle. */
export function accessText({ loginAccess, invite }: Access): string {
  if (!loginAccess) return 'No login: this payer cannot log in.'
  return isLoggingIn({ loginAccess, invite }) ? 'This payer can log in.' : 'Waits until the payer accepts the invite.'
}

/** What became of the welcome mail, in a sentence; `when` formats an instant. */
export function inviteText({ loginAccess, invite }: LoginState, when: (instant: string) => string): string {
  if (!loginAccess) return 'One goes out when login access is switched on. Until then the email is free to edit.'
  const sent = invite.sentAt ? ` on ${when(invite.sentAt)}` : ''
  const texts: Record<InviteStatus, string> = {
    none: 'None was sent.',
    queued: 'The welcome mail is on its way.',
    sent: `The welcome mail was sent${sent}. It has not been accepted yet.`,
    failed: `The welcome mail could not be sent: ${invite.error ?? 'no reason was given'}`,
    accepted: 'The payer has accepted the invite and can log in.',
    expired: `The link in the welcome mail${sent ? ` sent${sent}` : ''} has expired.`,
  }
  return texts[invite.status]
}

/** May the invite be sent again? */
export function canInviteAgain({ loginAccess, invite }: LoginState): boolean {
  return loginAccess && ['sent', 'failed', 'expired'].includes(invite.status)
}

/** Is there a login that somebody may be using? */
export const isLoggingIn = ({ loginAccess, invite }: Access): boolean =>
  loginAccess && (invite.status === 'accepted' || invite.status === 'none')

/** May another email be asked for? Not while the last change can still be put back. */
export const canChangeEmail = ({ loginAccess, facts }: LoginState): boolean => loginAccess && !facts?.changedEmail

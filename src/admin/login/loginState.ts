export type InviteStatus = 'none' | 'queued' | 'sent' | 'failed' | 'accepted' | 'expired'

/** What the server says about a payer's login access. */
export type LoginState = {
  email: string
  loginAccess: boolean
  invite: { status: InviteStatus; sentAt: string | null; error: string | null }
  /** Does the login have a second factor? */
  hasSecondFactor: boolean
}

type PayerDoc = {
  email?: string | null
  loginAccess?: boolean | null
  invite?: { status?: InviteStatus | null; sentAt?: string | null; error?: string | null } | null
}

export const LOGIN_STATE_QUERY = 'depth=0&select[email]=true&select[loginAccess]=true&select[invite]=true'

/** Reads the state out of a payer's document and the kinds of second factor that its login has. */
export function toLoginState(doc: PayerDoc, factorKinds: readonly string[] = []): LoginState {
  return {
    hasSecondFactor: factorKinds.length > 0,
    email: doc.email ?? '',
    loginAccess: doc.loginAccess === true,
    invite: {
      status: doc.invite?.status ?? 'none',
      sentAt: doc.invite?.sentAt ?? null,
      error: doc.invite?.error ?? null,
    },
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

/** The line under the toggle; `when` formats an instant. */
export function inviteText({ loginAccess, invite }: LoginState, when: (instant: string) => string): string {
  if (!loginAccess) return 'No login: this payer cannot log in.'
  const sent = invite.sentAt ? ` on ${when(invite.sentAt)}` : ''
  const texts: Record<InviteStatus, string> = {
    none: 'Login access is on.',
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
export const isLoggingIn = ({ loginAccess, invite }: LoginState): boolean =>
  loginAccess && (invite.status === 'accepted' || invite.status === 'none')

import type { MailKind } from './mailKinds.ts'
import type { Firm, MailContent } from './mailLayout.ts'

type Args = {
  firm: Firm
  token: string
  /** Until when the link works, for people; '' for a mail without a token. */
  until: string
  data: Record<string, unknown>
  custom: MailContent['custom']
}

const linkTo = (firm: Firm, page: string, token: string): string =>
  `${firm.portalUrl}/${page}?token=${encodeURIComponent(token)}`

const invite = ({ firm, token, until, custom }: Args): MailContent => ({
  subject: `Your access to the payment portal of ${firm.name}`,
  paragraphs: [
    `${firm.name} has opened its payment portal for you. There you see your invoices, pay them and find your receipts.`,
    `Create a password to begin. Afterwards you log in at ${firm.portalUrl}/login.`,
  ],
  ...(custom ? { custom } : {}),
  link: { label: 'Create your password', url: linkTo(firm, 'accept-invite', token) },
  notes: [`The link works once, until ${until}. If you did not expect this mail, please ignore it.`],
})

const reset = ({ firm, token, until }: Args): MailContent => ({
  subject: `Reset your password for ${firm.name}`,
  paragraphs: [`You can set a new password for the payment portal of ${firm.name}.`],
  link: { label: 'Set a new password', url: linkTo(firm, 'reset-password', token) },
  notes: [
    `The link works once, until ${until}. If you did not ask for it, please ignore this mail: your password stays as it is.`,
  ],
})

const confirmEmail = ({ firm, token, until }: Args): MailContent => ({
  subject: `Confirm your new email for ${firm.name}`,
  paragraphs: [
    `This address is to become the email with which you log in to the payment portal of ${firm.name}.`,
    'Until you confirm, the old one stays.',
  ],
  link: { label: 'Confirm this email', url: linkTo(firm, 'confirm-email', token) },
  notes: [`The link works once, until ${until}. If you did not expect this mail, please ignore it.`],
})

const emailAsked = ({ firm, data }: Args): MailContent => ({
  subject: `A new email for your login to ${firm.name} was asked for`,
  paragraphs: [
    `The email with which you log in to the payment portal is to become ${String(data.email)}. It changes once that address has confirmed; until then yours works as before.`,
    `If this was not you, please tell ${firm.name} now, or log in and cancel the change on the page Profile.`,
  ],
  link: { label: 'Log in', url: `${firm.portalUrl}/login?next=%2Fprofile` },
})

const emailChanged = ({ firm, token, until }: Args): MailContent => ({
  subject: `Your login email for ${firm.name} was changed`,
  paragraphs: [
    'The email with which you log in to the payment portal was changed to another address. You were logged out everywhere.',
    `If this was not you, undo it by the link below. It works until ${until}; until then saved payment methods cannot be used.`,
  ],
  link: { label: 'Undo the change', url: linkTo(firm, 'undo-email', token) },
  notes: [
    `Undoing puts this address back, and mails you a link to choose a new password. Please tell ${firm.name} too.`,
  ],
})

const emailUndone = ({ firm }: Args): MailContent => ({
  subject: `The change of a login email for ${firm.name} was undone`,
  paragraphs: [
    'The earlier address of the login undid the change to this address. What had moved to this address can no longer be seen from it.',
    `If you did not expect this, please ask ${firm.name}.`,
  ],
})

const passwordChanged = ({ firm }: Args): MailContent => ({
  subject: `Your password for ${firm.name} was changed`,
  paragraphs: [
    'The password of your login to the payment portal was changed, and your other sessions were ended.',
    `If this was not you, reset your password now and tell ${firm.name}.`,
  ],
  link: { label: 'Reset your password', url: `${firm.portalUrl}/forgot-password` },
})

const FACTOR_CHANGES: Readonly<Record<string, string>> = {
  added:
    'A way of two-step login was added: from now on your login to the payment portal asks for it after the password.',
  removed: 'A way of two-step login was removed from your login to the payment portal.',
  codes: 'New recovery codes were made for your login to the payment portal. The earlier ones no longer work.',
  cleared: 'Two-step login was reset for you. You log in with your password and can set it up again.',
}

const secondFactorChanged = ({ firm, data }: Args): MailContent => ({
  subject: `Your two-step login for ${firm.name} was changed`,
  paragraphs: [
    FACTOR_CHANGES[String(data.change)] ?? 'Your two-step login was changed.',
    `Your other sessions were ended. If this was not you, reset your password now and tell ${firm.name}.`,
  ],
  link: { label: 'Reset your password', url: `${firm.portalUrl}/forgot-password` },
})

const recoveryCodeUsed = ({ firm, data }: Args): MailContent => {
  const left = Number(data.left)
  return {
    subject: `A recovery code was used to log in to ${firm.name}`,
    paragraphs: [
      `Somebody logged in to the payment portal with your password and a recovery code. Recovery codes left: ${left}.`,
      ...(left <= 3 ? ['Few codes are left. Make new ones on the page Profile, under Two-step login.'] : []),
      `If this was not you, reset your password now and tell ${firm.name}.`,
    ],
    link: { label: 'Reset your password', url: `${firm.portalUrl}/forgot-password` },
  }
}

const sessionsEnded = ({ firm }: Args): MailContent => ({
  subject: `You were logged out of the payment portal of ${firm.name}`,
  paragraphs: [
    `${firm.name} has ended your sessions in its payment portal, on every device. Your password stays as it is.`,
  ],
  link: { label: 'Log in', url: `${firm.portalUrl}/login` },
})

const newDevice = ({ firm, data }: Args): MailContent => ({
  subject: `A new device logged in to the payment portal of ${firm.name}`,
  paragraphs: [
    `Somebody logged in with your password from a device that was not used for it before: ${String(data.device)}, ${String(data.at)}.`,
    `If this was you, there is nothing to do. If not, reset your password now and tell ${firm.name}.`,
  ],
  link: { label: 'Reset your password', url: `${firm.portalUrl}/forgot-password` },
})

/** The mails about a login. Those with a link need the token. */
export const LOGIN_MAILS: Readonly<Partial<Record<MailKind, (args: Args) => MailContent>>> = {
  invite,
  reset,
  confirm_email: confirmEmail,
  email_asked: emailAsked,
  email_changed: emailChanged,
  email_undone: emailUndone,
  password_changed: passwordChanged,
  second_factor_changed: secondFactorChanged,
  recovery_code_used: recoveryCodeUsed,
  sessions_ended: sessionsEnded,
  new_device: newDevice,
}

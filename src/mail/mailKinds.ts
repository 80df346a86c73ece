/** Every mail that the portal sends. */
export const MAIL_KINDS = [
  'invite',
  'reset',
  'confirm_email',
  'email_asked',
  'email_changed',
  'email_undone',
  'password_changed',
  'second_factor_changed',
  'recovery_code_used',
  'sessions_ended',
  'new_device',
  'receipt',
  'payment_failed',
] as const

export type MailKind = (typeof MAIL_KINDS)[number]

import type { ReactNode } from 'react'
import { canInviteAgain, isLoggingIn, type LoginState } from './loginState.ts'

export type LoginAction = {
  name: string
  /** Its button; an action without one is opened by the toggle. */
  button?: { label: string; isShown: (state: LoginState) => boolean }
  /** `danger` is red, `info` blue. */
  tone?: 'danger' | 'info'
  heading: string
  confirmLabel: string
  /** What happens, told before it does. */
  explain: (email: string) => ReactNode
  /** `path` stands below the payer's own address. */
  request: { method: 'POST' | 'PATCH' | 'DELETE'; path: string; body?: object }
  /** What is said when it is done; an action that sends the welcome mail reports how the mail went instead. */
  done: ((email: string) => string) | 'watchMail'
}

const SWITCH_ON: LoginAction = {
  name: 'switch-on',
  heading: 'Switch login access on?',
  confirmLabel: 'Switch on and send',
  explain: (email) => (
    <p>
      One welcome mail goes to <strong>{email}</strong>, with the address of the portal and a link to create a password.
      The link works once and for a limited time.
    </p>
  ),
  request: { method: 'PATCH', path: '?depth=0', body: { loginAccess: true } },
  done: 'watchMail',
}

const SWITCH_OFF: LoginAction = {
  name: 'switch-off',
  tone: 'danger',
  heading: 'Switch login access off?',
  confirmLabel: 'Switch off',
  explain: (email) => (
    <>
      <p>
        <strong>{email}</strong> is logged out everywhere at once, and links in mails stop working.
      </p>
      <p>
        Payments that are being processed finish and their receipts are still mailed; payments that can be cancelled are
        cancelled. The payer, associations and history stay. Switching on again sends a new welcome mail.
      </p>
    </>
  ),
  request: { method: 'PATCH', path: '?depth=0', body: { loginAccess: false } },
  done: () => 'Login access is off. All sessions have ended.',
}

const RESET: LoginAction = {
  name: 'reset',
  button: { label: 'Reset password', isShown: (state) => state.loginAccess },
  tone: 'info',
  heading: 'Reset the password?',
  confirmLabel: 'Mail a reset link',
  explain: (email) => (
    <p>
      A link to choose a new password is mailed to <strong>{email}</strong>. The present password works until a new one
      has been chosen.
    </p>
  ),
  request: { method: 'POST', path: '/reset-password', body: {} },
  done: (email) => `A password-reset link is on its way to ${email}.`,
}

const DELETE: LoginAction = {
  name: 'delete',
  button: { label: 'Delete login', isShown: () => true },
  tone: 'danger',
  heading: 'Delete this login?',
  confirmLabel: 'Delete login',
  explain: (email) => (
    <>
      <p>
        The login of <strong>{email}</strong> is removed at once and every session ends. The payer, saved payment
        methods, associations and payment history stay.
      </p>
      <p>After that the email is free to edit, and login access can be switched on again.</p>
    </>
  ),
  request: { method: 'DELETE', path: '/login' },
  done: () => 'The login was deleted. The email is free to edit now.',
}

const INVITE_AGAIN: LoginAction = {
  name: 'invite',
  button: { label: 'Send invite again', isShown: canInviteAgain },
  heading: 'Send the invite again?',
  confirmLabel: 'Send invite again',
  explain: (email) => (
    <p>
      A new welcome mail goes to <strong>{email}</strong>. The link in the earlier mail stops working.
    </p>
  ),
  request: { method: 'POST', path: '/invite', body: {} },
  done: 'watchMail',
}

const UNLOCK: LoginAction = {
  name: 'unlock',
  button: { label: 'Unlock', isShown: isLoggingIn },
  heading: 'Forget the failed attempts?',
  confirmLabel: 'Unlock',
  explain: (email) => (
    <p>
      Too many wrong passwords make <strong>{email}</strong> wait for a quarter of an hour. After this the payer can try
      again at once. Only do it for somebody who has asked you.
    </p>
  ),
  request: { method: 'POST', path: '/unlock', body: {} },
  done: (email) => `${email} can log in again.`,
}

const END_SESSIONS: LoginAction = {
  name: 'end-sessions',
  button: { label: 'End sessions', isShown: isLoggingIn },
  heading: 'End all sessions?',
  confirmLabel: 'End sessions',
  explain: (email) => (
    <p>
      <strong>{email}</strong> is logged out on every device and told so by mail. The password stays as it is.
    </p>
  ),
  request: { method: 'DELETE', path: '/sessions' },
  done: () => 'All sessions have ended.',
}

const CLEAR_FACTOR: LoginAction = {
  name: 'clear-second-factor',
  button: { label: 'Reset two-step login', isShown: (state) => state.hasSecondFactor },
  tone: 'danger',
  heading: 'Reset the two-step login?',
  confirmLabel: 'Reset two-step login',
  explain: (email) => (
    <>
      <p>
        The authenticator app, passkeys and recovery codes of <strong>{email}</strong> are removed, every session ends,
        and a notice is mailed. Until a new one is set up the password alone opens the login.
      </p>
      <p>Make sure first that it is your client who asks, for instance by calling the number you have on file.</p>
    </>
  ),
  request: { method: 'DELETE', path: '/second-factor' },
  done: (email) => `Two-step login was reset for ${email}.`,
}

/** What the toggle asks for. */
export const toggleAction = (state: LoginState): LoginAction => (state.loginAccess ? SWITCH_OFF : SWITCH_ON)

/** What staff can do about a payer's login by a question and a yes, in the order of the buttons. */
export const LOGIN_ACTIONS: LoginAction[] = [
  SWITCH_ON,
  SWITCH_OFF,
  RESET,
  DELETE,
  INVITE_AGAIN,
  UNLOCK,
  END_SESSIONS,
  CLEAR_FACTOR,
]

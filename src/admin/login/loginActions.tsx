import type { ReactNode } from 'react'
import { canInviteAgain, type LoginState } from './loginState.ts'

/** The lines of the panel that have buttons. */
export type LoginLineName = 'mail' | 'email' | 'password' | 'twoStep' | 'sessions' | 'end'

export type LoginAction = {
  name: string
  /** Its button, and the line of the panel in which it stands; an action without one is opened by the toggle. */
  button?: { label: string; line: LoginLineName; isShown: (state: LoginState) => boolean }
  /** `danger` is red, `info` blue. */
  tone?: 'danger' | 'info'
  heading: string
  confirmLabel: string
  /** What happens, told before it does. */
  explain: (state: LoginState) => ReactNode
  /** `path` stands below the payer's own address. */
  request: { method: 'POST' | 'PATCH' | 'DELETE'; path: string; body?: object }
  /** What is said when it is done; an action that sends the welcome mail reports how the mail went instead. */
  done: ((state: LoginState) => string) | 'watchMail'
}

const SWITCH_ON: LoginAction = {
  name: 'switch-on',
  heading: 'Switch login access on?',
  confirmLabel: 'Switch on and send',
  explain: ({ email }) => (
    <p>
      One welcome mail goes to <strong>{email}</strong>, with the address of the portal and a link to create a password.
      The link works once; the mail says until when.
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
  explain: ({ email }) => (
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
  button: { label: 'Reset password', line: 'password', isShown: (state) => state.loginAccess },
  tone: 'info',
  heading: 'Reset the password?',
  confirmLabel: 'Mail a reset link',
  explain: ({ email }) => (
    <p>
      A link to choose a new password is mailed to <strong>{email}</strong>. The present password works until a new one
      has been chosen.
    </p>
  ),
  request: { method: 'POST', path: '/reset-password', body: {} },
  done: ({ email }) => `A password-reset link is on its way to ${email}.`,
}

const DELETE: LoginAction = {
  name: 'delete',
  button: { label: 'Delete login', line: 'end', isShown: (state) => state.loginAccess },
  tone: 'danger',
  heading: 'Delete this login?',
  confirmLabel: 'Delete login',
  explain: ({ email }) => (
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
  button: { label: 'Send invite again', line: 'mail', isShown: canInviteAgain },
  heading: 'Send the invite again?',
  confirmLabel: 'Send invite again',
  explain: ({ email }) => (
    <p>
      A new welcome mail goes to <strong>{email}</strong>. The link in the earlier mail stops working.
    </p>
  ),
  request: { method: 'POST', path: '/invite', body: {} },
  done: 'watchMail',
}

const UNLOCK: LoginAction = {
  name: 'unlock',
  button: {
    label: 'Unlock',
    line: 'password',
    isShown: ({ loginAccess, facts }) => loginAccess && Boolean(facts?.lockedUntil),
  },
  heading: 'Forget the failed attempts?',
  confirmLabel: 'Unlock',
  explain: ({ email }) => (
    <p>
      Too many wrong passwords or codes make <strong>{email}</strong>, or another person of this payer, wait. After this
      they can try again at once. Only do it for somebody who has asked you.
    </p>
  ),
  request: { method: 'POST', path: '/unlock', body: {} },
  done: ({ email }) => `${email} can log in again.`,
}

const END_SESSIONS: LoginAction = {
  name: 'end-sessions',
  button: { label: 'End all sessions', line: 'sessions', isShown: (state) => state.loginAccess },
  heading: 'End all sessions?',
  confirmLabel: 'End all sessions',
  explain: ({ email }) => (
    <p>
      <strong>{email}</strong>, and everybody else who may log in for this payer, is logged out on every device and told
      so by mail. The passwords stay as they are.
    </p>
  ),
  request: { method: 'DELETE', path: '/sessions' },
  done: () => 'All sessions have ended.',
}

const CLEAR_FACTOR: LoginAction = {
  name: 'clear-second-factor',
  button: {
    label: 'Reset two-step login',
    line: 'twoStep',
    isShown: ({ facts }) => (facts?.factorKinds.length ?? 0) > 0,
  },
  tone: 'danger',
  heading: 'Reset the two-step login?',
  confirmLabel: 'Reset two-step login',
  explain: ({ email }) => (
    <>
      <p>
        The authenticator app, passkeys and recovery codes of <strong>{email}</strong> are removed, every session ends,
        and a notice is mailed. Until a new one is set up the password alone opens the login.
      </p>
      <p>Make sure first that it is your client who asks, for instance by calling the number you have on file.</p>
    </>
  ),
  request: { method: 'DELETE', path: '/second-factor' },
  done: ({ email }) => `Two-step login was reset for ${email}.`,
}

const CANCEL_CHANGE: LoginAction = {
  name: 'cancel-change',
  button: { label: 'Cancel the change', line: 'email', isShown: ({ facts }) => Boolean(facts?.pendingEmail) },
  heading: 'Cancel the change of the email?',
  confirmLabel: 'Cancel the change',
  explain: ({ email, facts }) => (
    <p>
      The link that was mailed to <strong>{facts?.pendingEmail?.email}</strong> stops working. The email stays{' '}
      <strong>{email}</strong>.
    </p>
  ),
  request: { method: 'DELETE', path: '/change-email' },
  done: ({ email }) => `The change was cancelled. The email stays ${email}.`,
}

const PUT_BACK: LoginAction = {
  name: 'put-back',
  button: { label: 'Put the old email back', line: 'email', isShown: ({ facts }) => Boolean(facts?.changedEmail) },
  tone: 'danger',
  heading: 'Put the old email back?',
  confirmLabel: 'Put the old email back',
  explain: ({ email, facts }) => (
    <>
      <p>
        Everything that the change moved goes back from <strong>{email}</strong> to{' '}
        <strong>{facts?.changedEmail?.oldEmail}</strong>. Every session ends, the password is void, and second factors
        that came since are removed.
      </p>
      <p>
        The old address gets a link to choose a new password. Do it when your client says that the change was not
        theirs.
      </p>
    </>
  ),
  request: { method: 'POST', path: '/undo-email', body: {} },
  done: ({ facts }) => `The old email ${facts?.changedEmail?.oldEmail ?? ''} is back. A link is on its way to it.`,
}

/** What the toggle asks for. */
export const toggleAction = (state: LoginState): LoginAction => (state.loginAccess ? SWITCH_OFF : SWITCH_ON)

/** What the toggle can do. */
export const TOGGLE_ACTIONS: readonly LoginAction[] = [SWITCH_ON, SWITCH_OFF]

/** What the panel offers about a payer's login by a question and a yes, in the order of the buttons of a line. */
export const LOGIN_ACTIONS: readonly LoginAction[] = [
  INVITE_AGAIN,
  CANCEL_CHANGE,
  PUT_BACK,
  RESET,
  UNLOCK,
  CLEAR_FACTOR,
  END_SESSIONS,
  DELETE,
]

import type { ReactNode } from 'react'
import type { Person } from './person.ts'

export type PersonAction = {
  name: string
  label: string
  isShown: (person: Person, access: { isOn: boolean }) => boolean
  /** `danger` is red, `info` blue. */
  tone?: 'danger' | 'info'
  heading: string
  /** What happens, told before it does. */
  explain: (email: string) => ReactNode
  /** `path` stands below the person's own address. */
  request: { method: 'POST' | 'DELETE'; path: string; body?: object }
  done: (email: string) => string
}

/** What staff do about a further person by a question and a yes, in the order of the buttons. */
export const PERSON_ACTIONS: readonly PersonAction[] = [
  {
    name: 'invite',
    label: 'Invite again',
    isShown: ({ hasLogin }, { isOn }) => isOn && !hasLogin,
    heading: 'Send the invite again?',
    explain: (email) => (
      <p>
        A new welcome mail goes to <strong>{email}</strong>. The link in the earlier mail stops working.
      </p>
    ),
    request: { method: 'POST', path: '/invite', body: {} },
    done: (email) => `The welcome mail to ${email} is on its way.`,
  },
  {
    name: 'reset',
    label: 'Reset password',
    isShown: ({ hasLogin }) => hasLogin,
    tone: 'info',
    heading: 'Reset the password?',
    explain: (email) => (
      <p>
        A link to choose a new password is mailed to <strong>{email}</strong>. The present password works until a new
        one has been chosen.
      </p>
    ),
    request: { method: 'POST', path: '/reset-password', body: {} },
    done: (email) => `A password-reset link is on its way to ${email}.`,
  },
  {
    name: 'clear-second-factor',
    label: 'Reset two-step login',
    isShown: ({ hasSecondFactor }) => hasSecondFactor,
    tone: 'danger',
    heading: 'Reset the two-step login?',
    explain: (email) => (
      <>
        <p>
          The authenticator app, passkeys and recovery codes of <strong>{email}</strong> are removed, every session
          ends, and a notice is mailed. Until a new one is set up the password alone opens the login.
        </p>
        <p>Make sure first that it is this person who asks, for instance by calling the number you have on file.</p>
      </>
    ),
    request: { method: 'DELETE', path: '/second-factor' },
    done: (email) => `Two-step login was reset for ${email}.`,
  },
  {
    name: 'remove',
    label: 'Remove',
    isShown: () => true,
    tone: 'danger',
    heading: 'Remove this person?',
    explain: (email) => (
      <p>
        <strong>{email}</strong> is logged out everywhere at once and can no longer act for this payer. Payments that
        were made stay in the history.
      </p>
    ),
    request: { method: 'DELETE', path: '' },
    done: (email) => `${email} was removed.`,
  },
]

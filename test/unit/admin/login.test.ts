import { readAdminError } from '../../../src/admin/api/readAdminError.ts'
import { codeText, methodText } from '../../../src/admin/history/transaction.ts'
import { LOGIN_ACTIONS, TOGGLE_ACTIONS, toggleAction } from '../../../src/admin/login/loginActions.tsx'
import {
  accessText,
  canChangeEmail,
  canInviteAgain,
  type InviteStatus,
  inviteOutcome,
  inviteText,
  type LoginFacts,
  type LoginState,
  toLoginState,
} from '../../../src/admin/login/loginState.ts'
import { moneyText } from '../../../src/admin/money/moneyText.ts'
import { latestPerSource, runText, type SyncRun } from '../../../src/admin/sync/syncRun.ts'

const state = (status: InviteStatus, more: Partial<LoginState> = {}): LoginState => ({
  email: 'ann@example.test',
  loginAccess: true,
  invite: { status, sentAt: null, error: null },
  mailProblem: null,
  facts: null,
  ...more,
})

const facts = (more: Partial<LoginFacts> = {}): { facts: LoginFacts } => ({
  facts: { factorKinds: [], alsoActsFor: [], pendingEmail: null, changedEmail: null, lockedUntil: null, ...more },
})
const INSTANT = '2026-01-01T00:00:00Z'

const buttons = (given: LoginState) =>
  LOGIN_ACTIONS.filter(({ button }) => button?.isShown(given)).map(({ button }) => button?.label)

describe('what staff can do about a login', () => {
  it('depends on its state', () => {
    const always = ['Reset password', 'End all sessions', 'Delete login']
    expect(buttons(state('accepted', facts()))).toEqual(always)
    expect(buttons(state('accepted', facts({ factorKinds: ['totp'] })))).toContain('Reset two-step login')
    expect(buttons(state('accepted', facts({ lockedUntil: INSTANT })))).toContain('Unlock')
    expect(buttons(state('sent', facts()))).toEqual(['Send invite again', ...always])
    expect(buttons(state('none', { loginAccess: false, ...facts() }))).toEqual([])
  })

  it('cancels a change of the email that waits, and puts the old one back while that is possible', () => {
    const pendingEmail = { email: 'next@x.test', scope: 'record', requestedAt: INSTANT, expiresAt: INSTANT } as const
    const waiting = state('accepted', facts({ pendingEmail }))
    expect(buttons(waiting)).toContain('Cancel the change')
    expect(canChangeEmail(waiting)).toBe(true)
    const changedEmail = { oldEmail: 'old@x.test', confirmedAt: INSTANT, undoUntil: INSTANT }
    const changed = state('accepted', facts({ changedEmail }))
    expect(buttons(changed)).toContain('Put the old email back')
    expect(buttons(changed)).not.toContain('Cancel the change')
    expect(canChangeEmail(changed)).toBe(false)
    expect(canChangeEmail(state('none', { loginAccess: false, ...facts() }))).toBe(false)
  })

  it('is switched by the toggle the other way', () => {
    expect(toggleAction(state('none', { loginAccess: false })).request.body).toEqual({ loginAccess: true })
    expect(toggleAction(state('accepted')).request.body).toEqual({ loginAccess: false })
  })

  it('has a dialog of its own for each action', () => {
    const names = [...TOGGLE_ACTIONS, ...LOGIN_ACTIONS].map(({ name }) => name)
    expect(new Set([...names, 'email']).size).toBe(names.length + 1)
  })
})

describe('the state of a login', () => {
  it('is off and without an invite when the record says nothing', () => {
    expect(toLoginState({ email: 'a@b.test' })).toEqual({
      email: 'a@b.test',
      loginAccess: false,
      invite: { status: 'none', sentAt: null, error: null },
      mailProblem: null,
      facts: null,
    })
    expect(toLoginState({ email: 'a@b.test', mailProblem: 'mailbox full' }).mailProblem).toBe('mailbox full')
  })

  it('reports the mail only once the mail server has taken or refused it', () => {
    expect(inviteOutcome(state('queued'))).toBeNull()
    expect(inviteOutcome(state('sent'))).toEqual({
      tone: 'success',
      message: 'The welcome mail was sent to ann@example.test.',
    })
    const failed = state('failed', { invite: { status: 'failed', sentAt: null, error: 'mailbox full' } })
    expect(inviteOutcome(failed)?.tone).toBe('error')
    expect(inviteOutcome(failed)?.message).toContain('mailbox full')
  })

  it('offers the invite again only where one can follow', () => {
    const again = (['none', 'queued', 'sent', 'failed', 'accepted', 'expired'] as const).filter((status) =>
      canInviteAgain(state(status)),
    )
    expect(again).toEqual(['sent', 'failed', 'expired'])
    expect(canInviteAgain(state('sent', { loginAccess: false }))).toBe(false)
  })

  it('says when the mail was sent', () => {
    const sent = state('sent', { invite: { status: 'sent', sentAt: '2026-01-01T00:00:00Z', error: null } })
    expect(inviteText(sent, (instant) => `<${instant}>`)).toContain('on <2026-01-01T00:00:00Z>')
    expect(accessText(state('sent', { loginAccess: false }))).toContain('cannot log in')
    expect(accessText(state('sent'))).toContain('Waits')
    expect(accessText(state('accepted'))).toContain('can log in')
  })
})

describe('an error of the server', () => {
  it('shows what a field’s check said rather than the general message', () => {
    const body = {
      errors: [
        {
          name: 'ValidationError',
          message: 'The following field is invalid: email',
          data: { errors: [{ message: 'Use Change email.' }] },
        },
      ],
    }
    expect(readAdminError(400, body)).toMatchObject({ message: 'Use Change email.', status: 400, code: null })
  })

  it('keeps the stable code', () => {
    const body = { errors: [{ message: 'Please wait.', data: { code: 'too_many_requests' } }] }
    expect(readAdminError(429, body)).toMatchObject({ message: 'Please wait.', code: 'too_many_requests' })
  })

  it.each([null, 'text', {}, { errors: 'x' }, { errors: [null] }])('stands %j', (body) => {
    expect(readAdminError(503, body).message).toContain('503')
  })
})

describe('money, methods and codes', () => {
  it.each([
    [123456, 'usd', '$1,234.56'],
    ['-5', 'jpy', '-¥5'],
    [0, 'usd', '$0.00'],
    [5, undefined, '5'],
    [null, 'usd', '—'],
    [1.5, 'usd', '—'],
  ])('%s %s', (amount, currency, text) => {
    expect(moneyText(amount, currency)).toBe(text)
  })

  it('names a method and a code for people', () => {
    expect(methodText({ type: 'card', brand: 'visa', last4: '4242' })).toBe('visa •••• 4242')
    expect(methodText({ type: 'us_bank_account', last4: '6789' })).toBe('Bank account •••• 6789')
    expect(methodText(null)).toBe('—')
    expect(codeText('requires_action')).toBe('Requires action')
    expect(codeText(null)).toBe('—')
  })
})

describe('the runs of the sync', () => {
  const run = (source: string, more: Partial<SyncRun> = {}): SyncRun => ({
    id: 1,
    source,
    status: 'succeeded',
    startedAt: '2026-01-01T00:00:00Z',
    finishedAt: '2026-01-01T00:01:00Z',
    error: null,
    ...more,
  })

  it('show the newest of each source', () => {
    const runs = [run('b', { status: 'running' }), run('a'), run('b'), run('a', { status: 'failed' })]
    expect(latestPerSource(runs).map(({ source, status }) => [source, status])).toEqual([
      ['a', 'succeeded'],
      ['b', 'running'],
    ])
  })

  it('say why one failed', () => {
    expect(runText(run('a', { status: 'failed', error: 'no answer' }), String)).toBe(
      'a: failed 2026-01-01T00:01:00Z — no answer',
    )
    expect(runText(run('a', { status: 'running', finishedAt: null }), String)).toContain('reading since')
  })
})

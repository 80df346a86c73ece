import fc from 'fast-check'
import { accentColors, accentOnPaper, contrast } from '../../../src/base/accentColors.ts'
import type { Invoice, Transaction } from '../../../src/portal/api/types.ts'
import { formatAge, formatDay, isOverdue } from '../../../src/portal/logic/formatDate.ts'
import { invoiceStates, reasonText } from '../../../src/portal/logic/invoiceState.ts'
import { passwordProblem } from '../../../src/portal/logic/passwordRules.ts'
import {
  isTakingBack,
  isUnfinished,
  lifeOf,
  methodFact,
  methodLabel,
  transactionState,
} from '../../../src/portal/logic/transactionState.ts'

const NOW = new Date('2026-03-10T02:00:00Z')

const invoice: Invoice = {
  id: 1,
  number: '1',
  clientNumber: null,
  clientName: null,
  matterNumber: null,
  issuedOn: null,
  dueOn: '2026-03-09',
  currency: 'usd',
  total: 100,
  balance: 100,
  pending: 0,
  amountDue: 100,
  account: 'operating',
  status: 'open',
  payable: true,
  reason: null,
}
const labels = (other: Partial<Invoice>, timeZone = 'UTC') =>
  invoiceStates({ ...invoice, ...other }, { timeZone, now: NOW }).map(({ label }) => label)

const payment: Transaction = {
  id: 1,
  reference: 'P-1',
  kind: 'payment',
  status: 'succeeded',
  amount: 1000,
  currency: 'usd',
  createdAt: '2026-03-01T00:00:00Z',
}

describe('the method of a transaction', () => {
  const CASES: [expected: string, transaction: Partial<Transaction>][] = [
    ['Paid with', {}],
    ['Paid with', { status: 'processing' }],
    ['Payment method', { status: 'failed' }],
    ['Payment method', { status: 'requires_action' }],
    ['Goes back to', { kind: 'refund' }],
    ['Payment method', { kind: 'refund', status: 'failed' }],
    ['Payment method', { kind: 'refund', cameBack: true }],
  ]
  it.each(CASES)('is called %s of %j', (expected, transaction) => {
    expect(methodFact({ ...payment, ...transaction })).toBe(expected)
  })
})

describe('dates', () => {
  it("is overdue by the firm's day, not by the browser's", () => {
    expect(isOverdue('2026-03-09', 'UTC', NOW)).toBe(true)
    expect(isOverdue('2026-03-09', 'America/New_York', NOW)).toBe(false)
    expect(isOverdue(null, 'UTC', NOW)).toBe(false)
  })

  it('shows a calendar date as it stands, and never an invalid one', () => {
    expect(formatDay('2026-03-01')).toBe('Mar 1, 2026')
    expect(formatDay(null)).toBe('No date')
    expect(formatDay('soon')).toBe('No date')
  })

  it('tells the age of the figures', () => {
    expect(formatAge('2026-03-10T01:59:50Z', NOW)).toBe('just now')
    expect(formatAge('2026-03-10T01:48:00Z', NOW)).toBe('12 minutes ago')
    expect(formatAge('2026-03-08T01:00:00Z', NOW)).toBe('2 days ago')
    expect(formatAge('2026-03-11T00:00:00Z', NOW)).toBe('just now')
  })
})

describe('the marks of an invoice', () => {
  it('says that it is overdue, why it cannot be paid, and that a part is on its way', () => {
    expect(labels({})).toEqual(['Overdue'])
    expect(labels({}, 'America/New_York')).toEqual([])
    expect(labels({ payable: false, reason: 'held' })).toEqual(['Overdue', 'On hold'])
    expect(labels({ pending: 40, amountDue: 60 })).toEqual(['Overdue', 'Part payment in progress'])
    expect(labels({ pending: 100, amountDue: 0, payable: false, reason: 'in_progress' })).toEqual([
      'Payment in progress',
    ])
    expect(labels({ status: 'paid', balance: 0, amountDue: 0, payable: false, reason: 'nothing_due' })).toEqual([
      'Paid',
    ])
    // Taken back by the bank, before the billing system says so.
    expect(labels({ status: 'paid', balance: 0, pending: -100, amountDue: 100 })).toEqual(['Overdue'])
  })

  it('has words for a reason that it does not know', () => {
    expect(reasonText({ payable: false, reason: 'new_reason' })).toMatch(/cannot be paid/)
    expect(reasonText({ payable: true, reason: null })).toBeNull()
  })
})

describe('the marks of a transaction', () => {
  it('P-12 calls only a success paid', () => {
    const label = (other: Partial<Transaction>) => transactionState({ ...payment, ...other }).label
    expect(label({})).toBe('Paid')
    for (const status of ['pending', 'requires_action', 'processing', 'failed', 'canceled'] as const)
      expect(label({ status })).not.toBe('Paid')
    expect(label({ refundedAmount: 10 })).toBe('Partly refunded')
    expect(label({ refundedAmount: 1000 })).toBe('Refunded')
    expect(label({ kind: 'refund' })).toBe('Done')
    expect(label({ kind: 'refund', status: 'failed' })).toBe('Failed')
    expect(label({ kind: 'refund', cameBack: true })).toBe('Did not arrive')
    expect(label({ kind: 'dispute', cameBack: true })).toBe('Done')
    expect(label({ status: 'failed' })).toBe('Declined')
  })

  it('shows with a minus what leaves the firm, not what comes to it again', () => {
    const kinds = ['payment', 'refund', 'return', 'dispute', 'reversal'] as const
    const taking = kinds.filter((kind) => isTakingBack({ ...payment, kind }))
    expect(taking).toEqual(['refund', 'return', 'dispute'])
  })

  it('can go on with a payment that waits, and with nothing else', () => {
    expect(isUnfinished({ ...payment, status: 'requires_action' })).toBe(true)
    expect(isUnfinished({ ...payment, status: 'processing' })).toBe(false)
    expect(isUnfinished({ ...payment, kind: 'refund', status: 'pending' })).toBe(false)
  })

  it('tells its life as far as it is known', () => {
    const life = (other: Partial<Transaction>) => lifeOf({ ...payment, ...other }).map(({ label }) => label)
    expect(life({ settledAt: '2026-03-01T00:00:05Z', posting: { status: 'posted' }, refundedAmount: 250 })).toEqual([
      'Received',
      'Settled',
      'Posted to your account',
      'Refunded $2.50',
    ])
    expect(life({ status: 'processing' })).toEqual(['Received', 'Processing at the bank'])
    expect(life({ status: 'failed' })).toEqual(['Received', 'Declined'])
    expect(life({ kind: 'refund' })).toEqual(['Refund begun', 'Settled'])
    expect(life({ kind: 'refund', status: 'failed' })).toEqual(['Refund begun', 'Failed'])
    expect(life({ kind: 'refund', cameBack: true })).toEqual(['Refund begun', 'Settled', 'Not taken by the bank'])
  })

  it('names methods', () => {
    expect(methodLabel({ type: 'card', brand: 'visa', last4: '4242' })).toBe('Visa ending in 4242')
    expect(methodLabel({ type: 'us_bank_account', brand: null, last4: '6789' })).toBe('Bank account ending in 6789')
    expect(methodLabel(null)).toBe('Payment method')
  })
})

describe("a firm's colour", () => {
  it('is readable in both themes, whatever staff chose', () => {
    const hex = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)
    fc.assert(
      fc.property(hex, (color) => {
        const colors = accentColors(color)
        if (!colors) throw new Error('no colours')
        expect(contrast(colors['--pp-accent-light'] ?? '', '#ffffff')).toBeGreaterThanOrEqual(4.5)
        expect(contrast(colors['--pp-accent-dark'] ?? '', '#1b212a')).toBeGreaterThanOrEqual(4.5)
        expect(
          contrast(colors['--pp-accent-light'] ?? '', colors['--pp-on-accent-light'] ?? ''),
        ).toBeGreaterThanOrEqual(4.5)
        expect(contrast(colors['--pp-accent-dark'] ?? '', colors['--pp-on-accent-dark'] ?? '')).toBeGreaterThanOrEqual(
          4.5,
        )
      }),
    )
  })

  it('carries white text in mails, whatever staff chose', () => {
    for (const color of ['#ffff00', '#ffffff', '#1d4ed8', '#000000', '', null])
      expect(contrast(accentOnPaper(color), '#ffffff')).toBeGreaterThanOrEqual(4.5)
  })

  it('is left out when it is none', () => {
    for (const value of [null, '', 'red', '#fff', 'url(x)']) expect(accentColors(value)).toBeNull()
  })
})

describe('a new password', () => {
  it('A-17 is judged by length before it is sent', () => {
    expect(passwordProblem('            ')).toBe('Choose a password.')
    expect(passwordProblem('short')).toBe('Use at least 12 characters.')
    expect(passwordProblem('x'.repeat(257))).toBe('Use at most 256 characters.')
    expect(passwordProblem('a sentence of words')).toBeNull()
  })
})

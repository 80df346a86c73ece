import type { Fake } from '../api/Fake.ts'
import { StripeFault } from '../api/StripeFault.ts'
import type { Due } from '../state/Store.ts'
import { bookCharge, bookLater, chargeById } from './charges.ts'
import { declinePayment, succeed } from './confirmPayment.ts'
import { openDispute } from './disputes.ts'
import { laterIn } from './laterIn.ts'
import { intentById } from './paymentIntents.ts'
import { factOf, methodById } from './paymentMethods.ts'
import { failRefund, settleRefund } from './refunds.ts'

/** A bank debit comes through, or comes back. */
function settleDebit(fake: Fake, id: string): void {
  const intent = intentById(fake, id)
  if (intent.status !== 'processing') return
  const method = methodById(fake, String(intent.payment_method))
  const charge = chargeById(fake, String(intent.latest_charge))
  const { decline, dispute } = factOf(fake, method).behaviour
  if (decline) {
    Object.assign(charge, {
      status: 'failed',
      failure_code: decline.code,
      failure_message: decline.message,
      captured: false,
      amount_captured: 0,
    })
    fake.store.put('charge', charge)
    declinePayment(fake, intent, { method, decline, charge })
    return
  }
  Object.assign(charge, { status: 'succeeded', paid: true })
  fake.store.put('charge', charge)
  succeed(fake, intent, charge)
  bookLater(fake, charge)
  if (dispute) laterIn(fake, 0, { kind: 'openDispute', about: charge.id })
}

function disputeCharge(fake: Fake, id: string): void {
  const charge = chargeById(fake, id)
  const kind = fake.store.get('methodFact', charge.payment_method ?? '')?.behaviour.dispute
  const isBank = id.startsWith('py')
  openDispute(fake, id, {
    isInquiry: kind === 'inquiry',
    isFinal: isBank,
    reason: isBank ? 'insufficient_funds' : 'fraudulent',
  })
}

const DO: Record<Due['kind'], (fake: Fake, about: string) => void> = {
  settleDebit,
  bookCharge,
  settleRefund,
  failRefund,
  openDispute: disputeCharge,
}

/** What can no longer happen (a dispute of a refunded charge) does not; a mistake of ours is kept for the tests to see. */
function perform(fake: Fake, due: Due): void {
  try {
    DO[due.kind](fake, due.about)
  } catch (error) {
    if (!(error instanceof StripeFault)) fake.judge.violations.push(String(error))
  }
}

function dueNow(fake: Fake): Due[] {
  const now = fake.store.now()
  const due = fake.store.all('due').filter((row) => row.at <= now)
  return due.sort((a, b) => a.at - b.at)
}

/** Does everything whose time has come, in the order of its time, and what that makes due at once. */
export function runDue(fake: Fake): void {
  for (let due = dueNow(fake); due.length > 0; due = dueNow(fake)) {
    for (const next of due) {
      fake.store.remove('due', next.id)
      perform(fake, next)
    }
  }
}

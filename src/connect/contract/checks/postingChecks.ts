import { randomUUID } from 'node:crypto'
import { decimalToMinor, minorToDecimal } from '../../../base/money.ts'
import type { SourcePosting } from '../../BillingSource.ts'
import { NoAnswer } from '../../NoAnswer.ts'
import { rowToInvoice } from '../../rowToInvoice.ts'
import { withinTime } from '../../withinTime.ts'
import { NotRun } from '../NotRun.ts'
import { readWhole } from '../readWhole.ts'
import type { SourceCheckRun, SourceTestRun } from '../SourceTestRun.ts'

const newReference = () => `PP-T-${randomUUID().slice(0, 18).toUpperCase()}`

type Read = { balances: Map<string, number>; contained: Set<string> | null }

async function readBalances({ source, callSeconds }: SourceTestRun, references: string[] = []): Promise<Read> {
  const { rows, contained } = await readWhole(source, { seconds: callSeconds, references })
  const balances = new Map<string, number>()
  for (const row of rows) {
    const read = rowToInvoice(row)
    if ('invoice' in read) balances.set(read.invoice.externalId, read.invoice.balance)
  }
  return { balances, contained }
}

/** A payment of a small part of an open invoice with an account. Throws NotRun when the source takes none. */
async function samplePosting(test: SourceTestRun): Promise<SourcePosting> {
  if (!test.source.post) throw new NotRun('The source takes no postings.')
  if (!test.world.posts) throw new NotRun('`posts` is not true: nothing is written.')
  const { rows } = await readWhole(test.source, { seconds: test.callSeconds })
  for (const row of rows) {
    const read = rowToInvoice(row)
    if (!('invoice' in read) || !read.invoice.account || read.invoice.balance < 2) continue
    const { externalId, number, currency, account, balance } = read.invoice
    const amount = minorToDecimal(balance >= 1000 ? 101 : 1, currency)
    const lines = [{ externalId, invoiceNumber: number, amount }]
    const paidOn = new Date().toISOString().slice(0, 10)
    const day = { paidOn, postedOn: paidOn }
    return { reference: newReference(), kind: 'payment', account, currency, amount, ...day, lines }
  }
  throw new NotRun('No open invoice names an account.')
}

const post = ({ source, callSeconds }: SourceTestRun, posting: SourcePosting) =>
  withinTime(source.post?.(posting) ?? Promise.reject(new NotRun('The source takes no postings.')), callSeconds)

const idOf = (posting: SourcePosting) => posting.lines[0]?.externalId ?? ''
const minorOf = (posting: SourcePosting) => decimalToMinor(posting.amount, posting.currency)

/** By how much the balance of the posting's invoice fell between two reads. */
const fell = (posting: SourcePosting, { before, after }: { before: Read; after: Read }) =>
  (before.balances.get(idOf(posting)) ?? Number.NaN) - (after.balances.get(idOf(posting)) ?? Number.NaN)

/** Posted one after the other and four at once: one entry, one id, and the balance falls by one amount. */
async function once(test: SourceTestRun): Promise<string[]> {
  if (test.source.posting === 'at-least-once') throw new NotRun('The source says that it posts at least once.')
  const posting = await samplePosting(test)
  const before = await readBalances(test)
  const first = await post(test, posting)
  const repeats = [await post(test, posting)]
  const other = { ...posting, reference: newReference() }
  const parallel = await Promise.all([1, 2, 3, 4].map(() => post(test, other)))
  const after = await readBalances(test)
  const ids = new Set(parallel.map((each) => each.externalId))
  const moved = fell(posting, { before, after })
  return [
    ...(first.externalId ? [] : ['post() answered no externalId']),
    ...(repeats.every((each) => each.externalId === first.externalId) ? [] : ['a repeat answered another externalId']),
    ...(ids.size === 1 ? [] : [`four at once answered ${ids.size} different externalIds`]),
    ...(ids.has(first.externalId) ? ['two references share one externalId'] : []),
    ...(moved === 2 * minorOf(posting)
      ? []
      : [`two payments of ${posting.amount} lowered the balance by ${minorToDecimal(moved || 0, posting.currency)}`]),
  ]
}

async function readBack(test: SourceTestRun): Promise<string[]> {
  const posting = await samplePosting(test)
  const unused = newReference()
  const asked = [posting.reference, unused]
  const before = await readBalances(test, asked)
  if (!before.contained) throw new NotRun('The source cannot tell which postings a snapshot contains.')
  await post(test, posting)
  const { contained } = await readBalances(test, asked)
  return [
    ...(before.contained.size === 0 ? [] : ['references that were never posted are said to be contained']),
    ...(contained?.has(posting.reference) ? [] : ['a posting is not contained in the next snapshot']),
    ...(contained?.has(unused) ? ['a reference that was never posted is said to be contained'] : []),
  ]
}

async function allOrNothing(test: SourceTestRun): Promise<string[]> {
  const posting = await samplePosting(test)
  const lines = [...posting.lines, { externalId: '987654321', invoiceNumber: 'none', amount: posting.amount }]
  const amount = minorToDecimal(2 * minorOf(posting), posting.currency)
  const before = await readBalances(test)
  const accepted = await post(test, { ...posting, amount, lines }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof NoAnswer) throw error
      return false
    },
  )
  const after = await readBalances(test, [posting.reference])
  return [
    ...(accepted ? ['a line for an invoice that does not exist was accepted'] : []),
    ...(!accepted && fell(posting, { before, after }) !== 0 ? ['a refused posting changed a balance'] : []),
    ...(!accepted && after.contained?.has(posting.reference) ? ['a refused posting is contained in a snapshot'] : []),
  ]
}

async function reversal(test: SourceTestRun): Promise<string[]> {
  const posting = await samplePosting(test)
  const before = await readBalances(test)
  const paid = await post(test, posting)
  const back = {
    ...posting,
    reference: newReference(),
    kind: 'reversal',
    originalReference: posting.reference,
  } as const
  const undone = await post(test, back)
  const after = await readBalances(test)
  return [
    ...(paid.externalId === undone.externalId ? ['a reversal answered the externalId of its payment'] : []),
    ...(fell(posting, { before, after }) === 0
      ? []
      : ['a payment and its reversal do not leave the balance as it was']),
  ]
}

/** What writing payments back must hold. They enter small payments in the test system. */
export const postingChecks: SourceCheckRun[] = [
  { name: 'posting-once', run: once },
  { name: 'posting-read-back', run: readBack },
  { name: 'posting-all-or-nothing', run: allOrNothing },
  { name: 'posting-reversal', run: reversal },
]

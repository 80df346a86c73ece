import { counted } from '../../../base/counted.ts'
import { paymentMethodText } from './paymentMethodText.ts'

type Method = { type: string; brand: string | null; last4: string | null }

/** What the server says a merge moves, or would move. */
export type MergeReport = {
  associations: { moved: number; dropped: number }
  transactions: number
  postings: number
  mails: number
  receiptEmails: number
  paymentMethods: { moved: Method[]; detached: Method[] }
  people: { moved: string[]; ended: string[] }
}

export type MergeLine = { text: string; isLoss: boolean }

const line = (text: string, isLoss = false): MergeLine => ({ text, isLoss })

function counts({ associations, transactions, postings, mails, receiptEmails }: MergeReport): MergeLine[] {
  const moved: [number, string][] = [
    [associations.moved, 'association'],
    [transactions, 'transaction'],
    [postings, 'posting'],
    [mails, 'mail'],
    [receiptEmails, 'receipt address'],
  ]
  const lines = moved
    .filter(([count]) => count > 0)
    .map(([count, word]) => line(counted(count, word, word === 'receipt address' ? 'receipt addresses' : `${word}s`)))
  const { dropped } = associations
  return dropped > 0
    ? [...lines, line(`${counted(dropped, 'association')} ${dropped === 1 ? 'is' : 'are'} there already`)]
    : lines
}

/** The report line by line; a loss is what nobody has afterwards. */
export function mergeLines(report: MergeReport): MergeLine[] {
  const { paymentMethods, people } = report
  return [
    ...counts(report),
    ...paymentMethods.moved.map((method) => line(`Payment method ${paymentMethodText(method)}`)),
    ...people.moved.map((email) => line(`${email} may act for the payer that stays, and has to log in again`)),
    ...paymentMethods.detached.map((method) =>
      line(`Payment method ${paymentMethodText(method)} is removed: the payer that stays has its own`, true),
    ),
    ...people.ended.map((email) => line(`The access of ${email} ends`, true)),
  ]
}

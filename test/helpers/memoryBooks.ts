import { decimalToMinor, minorToDecimal } from '../../src/base/money.ts'
import type { BillingSource, SourcePosting, SourceRow } from '../../src/connect/BillingSource.ts'

type Bill = { externalId: string; client: string; total: number; account: string }

export type MemoryBooks = BillingSource & {
  /** Writes a bill of `total` cents and answers its number. */
  add(client: string, total: number, account?: string): string
  /** Gives a bill to another client. */
  assign(externalId: string, client: string): void
  /** What the books say is open, in cents. */
  balanceOf(externalId: string): number
  /** While set, nothing can be posted. */
  isDown: boolean
  readonly posted: SourcePosting[]
}

/** A billing system in memory: exact, one posting per reference, one consistent read at a time. */
export function memoryBooks(key = 'firm'): MemoryBooks {
  const bills = new Map<string, Bill>()
  const posted: SourcePosting[] = []
  const balanceOf = (externalId: string): number =>
    posted.reduce((balance, { kind, lines, currency }) => {
      const moved = lines
        .filter((line) => line.externalId === externalId)
        .reduce((sum, line) => sum + decimalToMinor(line.amount, currency), 0)
      return kind === 'payment' ? balance - moved : balance + moved
    }, bills.get(externalId)?.total ?? 0)
  const rowOf = ({ externalId, client, total, account }: Bill): SourceRow => ({
    externalId,
    number: externalId,
    clientNumber: client,
    clientName: client,
    matters: [{ matterNumber: 'M-1', matterDescription: null }],
    issuedOn: '2026-01-01',
    dueOn: '2026-02-01',
    currency: 'usd',
    total: minorToDecimal(total, 'usd'),
    balance: minorToDecimal(balanceOf(externalId), 'usd'),
    account,
    isVoid: false,
    memo: null,
  })
  const books: MemoryBooks = {
    key,
    label: 'Books',
    posting: 'exactly-once',
    isDown: false,
    posted,
    balanceOf,
    add(client, total, account = 'operating-ny') {
      const externalId = `B-${bills.size + 1}`
      bills.set(externalId, { externalId, client, total, account })
      return externalId
    },
    assign(externalId, client) {
      const bill = bills.get(externalId)
      if (bill) bill.client = client
    },
    read() {
      const rows = [...bills.values()].map(rowOf)
      const known = new Set(posted.map(({ reference }) => reference))
      return Promise.resolve({
        startedAt: new Date(),
        // biome-ignore lint/suspicious/useAwait: an async iterable is what a source yields.
        invoices: (async function* () {
          yield rows
        })(),
        containedReferences: (references: string[]) =>
          Promise.resolve(new Set(references.filter((reference) => known.has(reference)))),
        close: () => Promise.resolve(),
      })
    },
    search: () => Promise.resolve({ rows: [], hasNextPage: false }),
    post(posting) {
      if (books.isDown) return Promise.reject(new Error('The books are closed.'))
      if (!posted.some(({ reference }) => reference === posting.reference)) posted.push(posting)
      return Promise.resolve({ externalId: posting.reference })
    },
    close: () => Promise.resolve(),
  }
  return books
}

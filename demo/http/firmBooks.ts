import { billDocument, hasDocument } from '../firm/billDocument.ts'
import { FIRM_ACCOUNTS } from '../firm/firmQueries.ts'
import { billTotal, type FirmBill } from '../firm/firmRows.ts'
import { generateFirm } from '../firm/generateFirm.ts'
import { Books } from './Books.ts'
import { decimalOf } from './hundredths.ts'

const DAY = 86_400_000

/** The sample firm as books in memory; dates count back from today. */
export function firmBooks(): Books {
  const books = new Books()
  const { clients, matters, bills, receipts } = generateFirm()
  const clientOf = new Map(clients.map((client) => [client.id, client]))
  const matterOf = new Map(matters.map((matter) => [matter.id, matter]))
  const accountOf = new Map(Object.entries(FIRM_ACCOUNTS).map(([key, code]) => [code as string, key]))
  const received = new Map<number, number>()
  for (const { lines } of receipts)
    for (const { bill, amount } of lines) received.set(bill, (received.get(bill) ?? 0) + amount)
  const dateOf = (ago: number) => new Date(Date.now() - ago * DAY).toISOString().slice(0, 10)
  const named = (id: number) => {
    const client = clientOf.get(id)
    return { clientNumber: client?.no ?? '', clientName: client?.name ?? '' }
  }
  const mattersOf = (bill: FirmBill) =>
    [...new Set(bill.lines.map((line) => line.matter))].flatMap((id) => {
      const matter = id === null ? undefined : matterOf.get(id)
      return matter ? [{ matterNumber: matter.no, matterDescription: matter.description }] : []
    })
  for (const client of clients) books.matters.push(named(client.id))
  for (const { client, no, description } of matters)
    books.matters.push({ ...named(client), matterNumber: no, matterDescription: description })
  for (const bill of bills) {
    const facts = { client: named(bill.client).clientName, issuedOn: dateOf(bill.issuedAgo) }
    if (!hasDocument(bill, facts.client)) continue
    books.documents.set(String(bill.id), billDocument(bill, facts))
  }
  for (const bill of bills)
    books.invoices.set(String(bill.id), {
      externalId: String(bill.id),
      number: bill.no,
      ...named(bill.client),
      matters: mattersOf(bill),
      issuedOn: dateOf(bill.issuedAgo),
      dueOn: bill.terms === null ? null : dateOf(bill.issuedAgo - bill.terms),
      currency: bill.currency.toLowerCase(),
      total: decimalOf(BigInt(billTotal(bill))),
      balance: decimalOf(BigInt(billTotal(bill) - (received.get(bill.id) ?? 0))),
      account: bill.account === null ? null : (accountOf.get(bill.account) ?? null),
      isVoid: bill.isVoid,
      memo: bill.memo,
    })
  return books
}

import { type Books, Refusal } from './Books.ts'

const COLUMNS = {
  client: ['clientNumber', 'clientName'],
  matter: ['clientNumber', 'clientName', 'matterNumber', 'matterDescription'],
  invoice: ['clientNumber', 'clientName', 'matterNumber', 'matterDescription', 'invoiceNumber'],
} as const
const LEVELS: Record<string, keyof typeof COLUMNS> = {
  clientName: 'client',
  clientNumber: 'client',
  matterNumber: 'matter',
  matterDescription: 'matter',
  invoiceNumber: 'invoice',
}

type Row = Record<string, string | null | undefined>
type Query = { by: string; q: string; filters?: Record<string, string>; limit: number; offset: number }

const fold = (text: string | null | undefined) => (text ?? '').normalize('NFC').toLowerCase()

function allRows(books: Books, level: keyof typeof COLUMNS): Row[] {
  if (level !== 'invoice') return books.matters.filter((matter) => level === 'client' || matter.matterNumber)
  return [...books.invoices.values()]
    .filter((invoice) => !invoice.isVoid)
    .map(({ number, matters, ...invoice }) => ({
      clientNumber: invoice.clientNumber,
      clientName: invoice.clientName,
      invoiceNumber: number,
      // An invoice over several matters belongs to none of them alone.
      ...(matters.length === 1 ? matters[0] : { matterNumber: null, matterDescription: null }),
    }))
}

/** `POST v1/search`: a part of the text in any case, no character of it being a pattern; each row once, in a fixed order. */
export function searchBooks(books: Books, { by, q, filters = {}, limit, offset }: Query) {
  const level = LEVELS[by]
  if (!level) throw new Refusal(400, 'There is no such field.')
  const parts = [...Object.entries(filters), [by, q] as const]
  const found = new Map<string, Row>()
  for (const row of allRows(books, level)) {
    if (!parts.every(([field, part]) => fold(row[field]).includes(fold(part)))) continue
    const shown = COLUMNS[level].map((column) => [column, row[column] ?? null] as const)
    found.set(JSON.stringify(shown), Object.fromEntries(shown))
  }
  const ordered = [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row)
  return { rows: ordered.slice(offset, offset + limit), hasNextPage: ordered.length > offset + limit }
}

import { SEARCH_FIELDS, type SearchField, type SourceSearch, type SourceSearchRow } from '../../BillingSource.ts'
import { type MirroredInvoice, rowToInvoice } from '../../rowToInvoice.ts'
import { withinTime } from '../../withinTime.ts'
import { listed } from '../listed.ts'
import { NotRun } from '../NotRun.ts'
import type { SourceCheckRun, SourceTestRun } from '../SourceTestRun.ts'

const LEVELS: Readonly<Record<SearchField, SourceSearchRow['level']>> = {
  clientName: 'client',
  clientNumber: 'client',
  matterNumber: 'matter',
  matterDescription: 'matter',
  invoiceNumber: 'invoice',
}
/** Characters that some system takes for a pattern or for the end of a text. */
const SIGNS = ['%', '_', '*', '?', '\\', "'", '"', ';', '[']
const WHOLE = 50

const valueIn = (invoice: MirroredInvoice, field: SearchField): string | null =>
  field === 'invoiceNumber' ? invoice.number : invoice[field]

const fold = (text: string) => text.normalize('NFC').toLowerCase()
const has = (row: SourceSearchRow, field: SearchField, part: string) => fold(row[field] ?? '').includes(fold(part))
const keyOf = (row: SourceSearchRow) => JSON.stringify(SEARCH_FIELDS.map((field) => row[field] ?? null))

/** In the other case, where turning it back gives the same text. */
function otherCase(text: string): string {
  const upper = text.toUpperCase()
  if (upper !== text) return fold(upper) === fold(text) ? upper : text
  return text.toLowerCase()
}

const search = (
  { source, callSeconds }: SourceTestRun,
  query: Partial<SourceSearch> & Pick<SourceSearch, 'by' | 'q'>,
) => withinTime(source.search({ filters: {}, limit: WHOLE, offset: 0, ...query }), callSeconds)

async function openInvoices({ firstRead }: SourceTestRun): Promise<MirroredInvoice[]> {
  const { rows } = await firstRead()
  return rows.flatMap((row) => {
    const read = rowToInvoice(row)
    return 'invoice' in read && read.invoice.status === 'open' ? [read.invoice] : []
  })
}

function wrongRows(rows: SourceSearchRow[], { by, q }: { by: SearchField; q: string }): string[] {
  const others = rows.filter((row) => !has(row, by, q))
  const levels = rows.filter((row) => row.level !== LEVELS[by])
  return [
    ...(others.length > 0 ? [`${by} "${q}" also gave ${listed(others.map((row) => row[by]))}`] : []),
    ...(levels.length > 0 ? [`${by} gave rows of the level ${listed(new Set(levels.map((row) => row.level)))}`] : []),
  ]
}

/** By a part in the other case, narrowed by the client's number, the row must be there and nothing else. */
async function findsBy(test: SourceTestRun, by: SearchField, invoice: MirroredInvoice): Promise<string[]> {
  const value = valueIn(invoice, by) ?? ''
  const q = otherCase(value.slice(0, Math.max(1, Math.ceil(value.length * 0.8))))
  const filters = { clientNumber: invoice.clientNumber }
  const { rows } = await search(test, { by, q, filters })
  const narrowed = rows.filter((row) => !has(row, 'clientNumber', invoice.clientNumber))
  const isThere = rows.some((row) => row[by]?.normalize('NFC').trim() === value && row.clientNumber.trim() !== '')
  return [
    ...(isThere ? [] : [`${by} "${q}" did not find "${value}" of client ${invoice.clientNumber}`]),
    ...wrongRows(rows, { by, q }),
    ...(narrowed.length > 0 ? [`the filter clientNumber was ignored when searching by ${by}`] : []),
  ]
}

async function finds(test: SourceTestRun): Promise<string[]> {
  const invoices = await openInvoices(test)
  const found: string[] = []
  const lacking: string[] = []
  for (const by of SEARCH_FIELDS) {
    const invoice = invoices.find((one) => valueIn(one, by) !== null)
    if (invoice) found.push(...(await findsBy(test, by, invoice)))
    else lacking.push(by)
  }
  if (found.length === 0 && lacking.length > 0) throw new NotRun(`No open invoice has a ${lacking.join(', ')}.`)
  return found
}

async function takesLiterally(test: SourceTestRun): Promise<string[]> {
  const found: string[] = []
  for (const q of SIGNS) {
    const { rows } = await search(test, { by: 'clientName', q })
    found.push(...wrongRows(rows, { by: 'clientName', q }))
  }
  return found
}

type Paged = { by: SearchField; whole: SourceSearchRow[]; pages: SourceSearchRow[]; wrong: string[] }

type Page = { rows: SourceSearchRow[]; hasNextPage: boolean }

/** What a page says wrongly of itself: `isMore` is what its `hasNextPage` must be. */
function wrongPage(page: Page, { by, limit, isMore }: { by: SearchField; limit: number; isMore: boolean }): string[] {
  return [
    ...(page.rows.length > limit ? [`${by}: a page has ${page.rows.length} rows, more than ${limit}`] : []),
    ...(page.hasNextPage === isMore
      ? []
      : [`${by}: hasNextPage is ${page.hasNextPage} ${isMore ? 'before' : 'at'} the end`]),
  ]
}

async function readPages(test: SourceTestRun, { by, q }: { by: SearchField; q: string }): Promise<Paged | null> {
  const whole = await search(test, { by, q })
  const total = whole.rows.length
  if (total < 3) return null
  const limit = Math.ceil(total / 3)
  const pages: SourceSearchRow[] = []
  const wrong: string[] = []
  for (let offset = 0; offset < total; offset += limit) {
    const page = await search(test, { by, q, limit, offset })
    pages.push(...page.rows)
    wrong.push(...wrongPage(page, { by, limit, isMore: offset + limit < total || whole.hasNextPage }))
  }
  return { by, whole: whole.rows, pages: pages.slice(0, total), wrong }
}

const pagesOf = new WeakMap<SourceTestRun, Promise<Paged[]>>()

/** Read once for both checks. */
function allPages(test: SourceTestRun): Promise<Paged[]> {
  const read = pagesOf.get(test) ?? readAllPages(test)
  pagesOf.set(test, read)
  return read
}

/** For each field the pages of what its first letter finds, beside the same in one page. */
async function readAllPages(test: SourceTestRun): Promise<Paged[]> {
  const [invoice] = await openInvoices(test)
  const found: Paged[] = []
  for (const by of SEARCH_FIELDS) {
    const [q] = invoice ? [...(valueIn(invoice, by) ?? '')] : []
    const paged = q ? await readPages(test, { by, q }) : null
    if (paged) found.push(paged)
  }
  if (found.length === 0) throw new NotRun('No search for the first letter of an invoice gives three rows.')
  return found
}

async function pagesWhole(test: SourceTestRun): Promise<string[]> {
  return (await allPages(test)).flatMap(({ by, whole, pages, wrong }) => {
    const counts = new Map<string, number>()
    for (const row of pages) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1)
    const missing = whole.filter((row) => !counts.has(keyOf(row)))
    const twice = [...counts].filter(([, times]) => times > 1)
    return [
      ...wrong,
      ...(missing.length > 0 ? [`${by}: pages lost ${listed(missing.map((row) => row[by]))}`] : []),
      ...(twice.length > 0 ? [`${by}: pages repeated ${listed(twice.map(([key]) => key))}`] : []),
    ]
  })
}

async function pagesInOrder(test: SourceTestRun): Promise<string[]> {
  return (await allPages(test)).flatMap(({ by, whole, pages }) => {
    const [one, other] = [whole.map(keyOf), pages.map(keyOf)]
    const isSameSet = one.toSorted().join() === other.toSorted().join()
    return isSameSet && one.join() !== other.join()
      ? [`${by}: the pages come in another order than one large page`]
      : []
  })
}

/** What staff's search must hold. */
export const searchChecks: SourceCheckRun[] = [
  { name: 'search-finds', run: finds },
  { name: 'search-takes-text-literally', run: takesLiterally },
  { name: 'search-pages-whole', run: pagesWhole },
  { name: 'search-pages-in-order', run: pagesInOrder },
]

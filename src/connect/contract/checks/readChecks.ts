import { isCalendarDate } from '../../../base/dates.ts'
import type { SourceRow } from '../../BillingSource.ts'
import { rowToInvoice } from '../../rowToInvoice.ts'
import { listed } from '../listed.ts'
import type { SourceCheckRun, SourceTestRun } from '../SourceTestRun.ts'
import type { KnownInvoice } from '../SourceTestWorld.ts'

const TEXTS = ['externalId', 'number', 'clientNumber', 'clientName', 'currency', 'account', 'memo'] as const
const DECIMAL = /^-?\d+(\.\d+)?$/

async function lost({ known, firstRead }: SourceTestRun): Promise<string[]> {
  if (known.length === 0) return ['The billing system has no invoice at all: nothing can be told of this source.']
  const { rows } = await firstRead()
  const seen = new Set(rows.map((row) => row.externalId))
  const missing = known.filter((invoice) => !seen.has(invoice.externalId))
  if (missing.length === 0) return []
  return [
    `${missing.length} of ${known.length} invoices were not read: ${listed(missing.map((one) => one.externalId))}`,
  ]
}

async function repeated({ firstRead }: SourceTestRun): Promise<string[]> {
  const { rows } = await firstRead()
  const seen = new Set<string | null>()
  const twice = new Set<string | null>()
  for (const { externalId } of rows) {
    if (seen.has(externalId)) twice.add(externalId)
    seen.add(externalId)
  }
  return twice.size > 0 ? [`${twice.size} invoices were read more than once: ${listed(twice)}`] : []
}

async function invented({ known, firstRead }: SourceTestRun): Promise<string[]> {
  const { rows } = await firstRead()
  const there = new Set<string | null>(known.map((invoice) => invoice.externalId))
  const unknown = rows.filter((row) => !there.has(row.externalId))
  return unknown.length > 0
    ? [`${unknown.length} rows are no invoice of the billing system: ${listed(unknown.map((row) => row.externalId))}`]
    : []
}

const isText = (value: unknown) => value === null || typeof value === 'string'
const isAmount = (value: unknown) => value === null || (typeof value === 'string' && DECIMAL.test(value))
const isDate = (value: unknown) => value === null || isCalendarDate(value)

function wrongTypes(row: SourceRow): string[] {
  return [
    ...TEXTS.filter((field) => !isText(row[field])).map((field) => `${field} must be a text or null`),
    ...(['balance', 'total'] as const)
      .filter((field) => !isAmount(row[field]))
      .map((field) => `${field} must be a decimal text such as "12.50", or null`),
    ...(['issuedOn', 'dueOn'] as const)
      .filter((field) => !isDate(row[field]))
      .map((field) => `${field} must be YYYY-MM-DD or null`),
    ...(Array.isArray(row.matters) ? [] : ['matters must be a list']),
    ...(typeof row.isVoid === 'boolean' ? [] : ['isVoid must be true or false']),
  ]
}

/** A row that is known to be bad, or that says so itself, is judged by `values-exact`. */
async function typed({ known, firstRead }: SourceTestRun): Promise<string[]> {
  const { rows } = await firstRead()
  const bad = new Set<string | null>(known.filter((invoice) => invoice.isBad).map((invoice) => invoice.externalId))
  const found = new Map<string, string | null>()
  for (const row of rows) {
    if (row.problem || bad.has(row.externalId)) continue
    for (const wrong of wrongTypes(row)) if (!found.has(wrong)) found.set(wrong, row.externalId)
  }
  return [...found].map(([wrong, externalId]) => `${wrong} (invoice ${externalId})`)
}

function difference(row: SourceRow, known: KnownInvoice): string[] {
  const { isBad, ...values } = known
  const read = rowToInvoice(row)
  if (isBad) return 'rejected' in read ? [] : [`${known.externalId} cannot be right and was not set aside`]
  if ('rejected' in read) return [`${known.externalId} was set aside: ${read.rejected}`]
  const wanted = rowToInvoice({ ...row, ...values })
  if ('rejected' in wanted) return [`the test's own invoice ${known.externalId} cannot be right: ${wanted.rejected}`]
  return (Object.keys(wanted.invoice) as (keyof typeof wanted.invoice)[]).flatMap((field) => {
    const [is, should] = [JSON.stringify(read.invoice[field]), JSON.stringify(wanted.invoice[field])]
    return is === should ? [] : [`${field} of ${known.externalId} is ${is}, not ${should}`]
  })
}

async function exact({ known, firstRead }: SourceTestRun): Promise<string[]> {
  const { rows } = await firstRead()
  const byId = new Map(rows.map((row) => [row.externalId, row]))
  const wrong = known.flatMap((invoice) => {
    const row = byId.get(invoice.externalId)
    return row ? difference(row, invoice) : []
  })
  return wrong.length > 0 ? [listed(wrong)] : []
}

/** What one whole read of an unchanged system must hold. */
export const readChecks: SourceCheckRun[] = [
  { name: 'no-invoice-lost', run: lost },
  { name: 'no-invoice-repeated', run: repeated },
  { name: 'no-invoice-invented', run: invented },
  { name: 'values-typed', run: typed },
  { name: 'values-exact', run: exact },
]

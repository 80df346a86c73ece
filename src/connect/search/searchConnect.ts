import type { Payload } from 'payload'
import { PortalError } from '../../base/errors.ts'
import type { Totals } from '../../base/totals.ts'
import { portalOptions } from '../../options/portalOptions.ts'
import type { BillingSource, SourceSearch, SourceSearchRow } from '../BillingSource.ts'
import { errorText } from '../errorText.ts'
import { findSource } from '../findSource.ts'
import { withinTime } from '../withinTime.ts'
import { mirrorTotals } from './mirrorTotals.ts'
import { readSearchRow } from './readSearchRow.ts'

export type ConnectSearch = Pick<SourceSearch, 'by' | 'q' | 'filters'> & {
  payload: Payload
  /** Only this source. */
  source?: string
  limit: number
  page: number
}

export type ConnectRow = SourceSearchRow & { source: string; totals: Totals[] }

type Found = { rows: (SourceSearchRow & { source: string })[]; hasNextPage: boolean }

async function ask(
  payload: Payload,
  { source, query }: { source: BillingSource; query: SourceSearch },
): Promise<Found> {
  try {
    const { sourceAnswer } = portalOptions(payload).times
    const { rows, hasNextPage } = await withinTime(source.search(query), sourceAnswer)
    const readable = rows.map(readSearchRow).filter((row) => row !== null)
    return { rows: readable.map((row) => ({ ...row, source: source.key })), hasNextPage }
  } catch (error) {
    payload.logger.error({ source: source.key, reason: errorText(error) }, 'A billing source did not answer a search')
    throw new PortalError('source_unavailable', { data: { source: source.key } })
  }
}

/** Several sources follow one after the other; only the rows before the end of the page are asked for. */
async function askAll(search: ConnectSearch, sources: readonly BillingSource[]): Promise<Found> {
  const { payload, by, q, filters, limit, page } = search
  const offset = (page - 1) * limit
  const [only] = sources
  if (only && sources.length === 1) return ask(payload, { source: only, query: { by, q, filters, limit, offset } })
  const query = { by, q, filters, limit: offset + limit + 1, offset: 0 }
  const answers = await Promise.all(sources.map((source) => ask(payload, { source, query })))
  const rows = answers.flatMap((answer) => answer.rows)
  return { rows: rows.slice(offset, offset + limit), hasNextPage: rows.length > offset + limit }
}

/**
 * Searches the billing systems live, and adds what the mirror holds open for each row. Values come in
 * the normal form in which associations keep them; rows of which no association can be made are left out. Throws `source_not_found`, `source_unavailable`.
 */
export async function searchConnect(search: ConnectSearch): Promise<{ docs: ConnectRow[]; hasNextPage: boolean }> {
  const { payload } = search
  const sources = search.source ? [findSource(payload, search.source)] : portalOptions(payload).sources
  const { rows, hasNextPage } = await askAll(search, sources)
  const keys = rows.map((row) => ({
    source: row.source,
    clientNumber: row.clientNumber,
    matterNumber: row.level === 'matter' ? (row.matterNumber ?? null) : null,
    invoiceNumber: row.level === 'invoice' ? (row.invoiceNumber ?? null) : null,
  }))
  const totals = await mirrorTotals(payload, keys)
  return { docs: rows.map((row, at) => ({ ...row, totals: totals[at] ?? [] })), hasNextPage }
}

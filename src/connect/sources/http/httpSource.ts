import { isCalendarDate } from '../../../base/dates.ts'
import type { BillingSource, SourcePosting, SourceSearchRow } from '../../BillingSource.ts'
import { ClosedPeriod } from '../../ClosedPeriod.ts'
import { SourceError } from '../../SourceError.ts'
import { SEARCH_COLUMNS, SEARCH_LEVELS } from '../searchColumns.ts'
import { HttpRefusal } from './HttpRefusal.ts'
import type { HttpSourceOptions } from './HttpSourceOptions.ts'
import { type HttpCaller, type HttpDownload, httpCaller } from './httpCaller.ts'
import { httpLookup } from './httpLookup.ts'
import { readHttpSnapshot } from './readHttpSnapshot.ts'

const CALL_SECONDS = 10
const VERSION = 1

type Args = { call: HttpCaller; options: HttpSourceOptions }

async function check({ call, options }: Args): Promise<void> {
  const about = await call({ method: 'GET', path: 'v1/about', seconds: options.callTimeout ?? CALL_SECONDS })
  const refuse = (message: string): never => {
    throw new SourceError(message, { temporary: false })
  }
  if (about.protocol !== VERSION)
    refuse(`The billing system speaks protocol ${String(about.protocol)}, not ${VERSION}.`)
  if (options.lookup && about.lookup !== true)
    refuse('The billing system answers no single invoices: leave `lookup` out.')
  if (options.posting && about.postings !== true) refuse('The billing system takes no postings: leave `posting` out.')
  if (options.documents && about.documents !== true)
    refuse('The billing system has no documents: leave `documents` out.')
}

function searchOf({ call, options }: Args): BillingSource['search'] {
  return async (query) => {
    const seconds = options.callTimeout ?? CALL_SECONDS
    const answer = await call({ method: 'POST', path: 'v1/search', body: query, seconds })
    const { rows, hasNextPage } = answer
    if (!Array.isArray(rows) || rows.length > query.limit || typeof hasNextPage !== 'boolean')
      throw new SourceError('The search was not answered as the protocol says.', { temporary: false })
    const level = SEARCH_LEVELS[query.by]
    const read = (row: Record<string, unknown>) =>
      ({
        level,
        ...Object.fromEntries(SEARCH_COLUMNS[level].map((name) => [name, row[name] ?? null])),
      }) as SourceSearchRow
    return { rows: rows.map((row) => read(row ?? {})), hasNextPage }
  }
}

/** A refusal with the code `period_closed` says that the day to post is in a closed period. */
function asClosed(error: unknown, posting: SourcePosting): unknown {
  if (!(error instanceof HttpRefusal) || error.told.code !== 'period_closed') return error
  const { closedThrough } = error.told
  return new ClosedPeriod(posting.postedOn ?? posting.paidOn, {
    closedThrough: isCalendarDate(closedThrough) ? closedThrough : null,
    cause: error,
  })
}

function postOf({ call, options }: Args): NonNullable<BillingSource['post']> {
  return async (posting) => {
    const request = {
      method: 'POST',
      path: 'v1/postings',
      body: posting,
      headers: { 'idempotency-key': posting.reference },
      seconds: options.callTimeout ?? CALL_SECONDS,
    } as const
    const { externalId } = await call(request).catch((error) => {
      throw asClosed(error, posting)
    })
    if (typeof externalId === 'string' && externalId) return { externalId }
    throw new SourceError('The posting was answered without its externalId.', { temporary: false })
  }
}

function documentOf(
  { callTimeout = CALL_SECONDS }: HttpSourceOptions,
  download: HttpDownload,
): NonNullable<BillingSource['getDocument']> {
  return (externalId, { maxBytes, signal }) =>
    download({
      method: 'GET',
      path: `v1/documents?${new URLSearchParams({ externalId })}`,
      headers: { accept: 'application/pdf' },
      seconds: callTimeout,
      maxBytes,
      ...(signal ? { signal } : {}),
    })
}

/**
 * A billing source over HTTPS, for systems whose database cannot be reached: the firm's side speaks the protocol of
 * docs/connect-http.md. Throws a SourceError when the URL or the credentials are unsafe; connects on first use.
 */
export function httpSource(options: HttpSourceOptions): BillingSource {
  const { call, download } = httpCaller(options)
  const args = { call, options }
  return {
    key: options.key,
    label: options.label,
    posting: options.posting ? 'exactly-once' : 'none',
    check: () => check(args),
    read: (asked) => readHttpSnapshot({ ...args, asked }),
    ...(options.lookup ? { readInvoices: httpLookup(args) } : {}),
    search: searchOf(args),
    ...(options.posting ? { postingNeeds: options.postingNeeds ?? [], post: postOf(args) } : {}),
    ...(options.documents ? { getDocument: documentOf(options, download) } : {}),
    close: () => Promise.resolve(),
  }
}

import type { BillingSource, SourceLookup, SourceRow } from '../../BillingSource.ts'
import { SourceError } from '../../SourceError.ts'
import type { HttpSourceOptions } from './HttpSourceOptions.ts'
import type { HttpCaller } from './httpCaller.ts'
import { jsonToRow } from './jsonToRow.ts'
import { readInstant } from './readInstant.ts'

type Args = { call: HttpCaller; options: HttpSourceOptions }
type Asked = { ids: string[]; references: readonly string[]; at: Date }
type Answer = Record<string, unknown>

const MAX_IDS = 1000
const CALL_SECONDS = 10

function broken(what: string): never {
  throw new SourceError(`Single invoices were not answered as the protocol says: ${what}.`, { temporary: false })
}

function readRows({ invoices }: Answer, { ids }: Asked): SourceRow[] {
  if (!Array.isArray(invoices)) return broken('there is no list of invoices')
  const rows = invoices.map(jsonToRow)
  const wanted = new Set<string | null>(ids)
  if (rows.some((row) => !wanted.has(row.externalId))) broken('an invoice came that was not asked for')
  return rows
}

function readContained({ contained }: Answer, { references }: Asked): Set<string> {
  if (!Array.isArray(contained)) return broken('the contained references are no list')
  return new Set(references.filter((reference) => contained.includes(reference)))
}

function readAnswer(answer: Answer, { asked, posting }: { asked: Asked; posting: boolean }): SourceLookup {
  const told = readInstant(answer.startedAt) ?? broken('it is not said when this was so')
  return {
    startedAt: new Date(Math.min(told.getTime(), asked.at.getTime())),
    rows: readRows(answer, asked),
    contained: posting ? readContained(answer, asked) : null,
  }
}

/** Single invoices by `POST v1/invoices`, in one call, so that all are of one state. */
export function httpLookup({ call, options }: Args): NonNullable<BillingSource['readInvoices']> {
  const { posting = false, callTimeout = CALL_SECONDS } = options
  return async (externalIds, { references = [], signal }) => {
    const asked: Asked = { ids: [...new Set(externalIds)], references, at: new Date() }
    if (asked.ids.length > MAX_IDS) broken(`more than ${MAX_IDS} were asked for`)
    const body = { ids: asked.ids, references }
    const stop = signal ? { signal } : {}
    const answer = await call({ method: 'POST', path: 'v1/invoices', body, seconds: callTimeout, ...stop })
    return readAnswer(answer, { asked, posting })
  }
}

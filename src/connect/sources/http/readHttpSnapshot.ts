import type { SourceReadOptions, SourceRow, SourceSnapshot } from '../../BillingSource.ts'
import { SourceError } from '../../SourceError.ts'
import type { HttpSourceOptions } from './HttpSourceOptions.ts'
import type { HttpCaller } from './httpCaller.ts'
import { jsonToRow } from './jsonToRow.ts'
import { readInstant } from './readInstant.ts'

type Args = { call: HttpCaller; options: HttpSourceOptions; asked: SourceReadOptions }
type Opened = {
  path: string
  count: number
  startedAt: Date
  /** Null: it tells no changes. */
  cursor: string | null
  /** Null: these are all invoices. */
  deleted: string[] | null
}

const REFERENCES = 5000

/** A system that does not keep to the protocol: nothing of such a read is used. */
function broken(what: string): never {
  throw new SourceError(`The read is not whole: ${what}.`, { temporary: true })
}

const secondsOf = ({ pageTimeout = 60 }: HttpSourceOptions) => pageTimeout

type Answer = Record<string, unknown>
const MAX_CURSOR = 2000

/** What a system that tells no changes leaves out. */
function readChanges(
  { cursor, partial, deleted }: Answer,
  since: string | undefined,
): Pick<Opened, 'cursor' | 'deleted'> {
  if (cursor !== undefined && (typeof cursor !== 'string' || !cursor || cursor.length > MAX_CURSOR))
    broken('the cursor of the next read is no text')
  if (partial !== true) return { cursor: (cursor as string | undefined) ?? null, deleted: null }
  if (since === undefined || cursor === undefined) broken('only a part came, and nobody asked for it')
  if (!Array.isArray(deleted) || !deleted.every((id) => typeof id === 'string'))
    return broken('it is not said which invoices were deleted')
  return { cursor: cursor as string, deleted }
}

async function openSnapshot({ call, options, asked: { since, also, signal } }: Args): Promise<Opened> {
  const asked = new Date()
  const body = since === undefined ? {} : { since, also: also ?? [] }
  const stop = signal ? { signal } : {}
  const answer = await call({ method: 'POST', path: 'v1/snapshots', body, seconds: secondsOf(options), ...stop })
  const { snapshot, startedAt, count } = answer
  if (typeof snapshot !== 'string' || !snapshot) broken('the snapshot has no name')
  if (!Number.isSafeInteger(count) || Number(count) < 0) broken('the snapshot does not say how many invoices it has')
  const told = readInstant(startedAt) ?? broken('the snapshot does not say when it was taken')
  return {
    path: `v1/snapshots/${encodeURIComponent(String(snapshot))}`,
    count: Number(count),
    startedAt: new Date(Math.min(told.getTime(), asked.getTime())),
    ...readChanges(answer, since),
  }
}

type Page = { rows: SourceRow[]; next: string | null }

function readNext(next: unknown, cursors: Set<string>): string | null {
  if (next === null) return null
  if (typeof next !== 'string' || !next) return broken('a page does not say what comes next')
  if (cursors.has(next)) broken('a page comes a second time')
  cursors.add(next)
  return next
}

function readPage(page: Record<string, unknown>, { seen, cursors }: { seen: number; cursors: Set<string> }): Page {
  const { from, invoices } = page
  if (!Array.isArray(invoices)) return broken('a page has no invoices')
  if (from !== seen) broken(`a page begins at ${String(from)}, and ${seen} invoices were read`)
  const next = readNext(page.next, cursors)
  if (invoices.length === 0 && next !== null) broken('a page is empty and not the last')
  return { rows: invoices.map(jsonToRow), next }
}

async function* pages(
  { call, options, asked: { signal } }: Args,
  { path, count }: Opened,
): AsyncGenerator<SourceRow[]> {
  const cursors = new Set<string>()
  const stop = signal ? { signal } : {}
  const seconds = secondsOf(options)
  const limit = String(options.pageSize ?? 1000)
  let seen = 0
  let cursor: string | null = null
  do {
    const query: string = new URLSearchParams({ limit, ...(cursor ? { cursor } : {}) }).toString()
    const answer = await call({ method: 'GET', path: `${path}/invoices?${query}`, seconds, ...stop })
    const { rows, next }: Page = readPage(answer, { seen, cursors })
    seen += rows.length
    cursor = next
    if (rows.length > 0) yield rows
  } while (cursor !== null)
  if (seen !== count) broken(`${seen} of ${count} invoices came`)
}

async function referencesIn({ call, options }: Args, { path, references }: { path: string; references: string[] }) {
  const found = new Set<string>()
  for (let at = 0; at < references.length; at += REFERENCES) {
    const asked = references.slice(at, at + REFERENCES)
    const request = { path: `${path}/references`, body: { references: asked }, seconds: secondsOf(options) }
    const { contained } = await call({ method: 'POST', ...request })
    if (!Array.isArray(contained)) broken('the contained references are no list')
    for (const reference of contained as unknown[])
      if (asked.includes(reference as string)) found.add(reference as string)
      else broken('a reference is said to be contained that was not asked for')
  }
  return found
}

/** One snapshot that the system keeps while its pages are read; each page says where it begins, the snapshot how many there are. */
export async function readHttpSnapshot(args: Args): Promise<SourceSnapshot> {
  const opened = await openSnapshot(args)
  const { path, startedAt, cursor, deleted } = opened
  return {
    startedAt,
    ...(cursor === null ? {} : { cursor }),
    ...(deleted === null ? {} : { isPartial: true, deleted: () => Promise.resolve(deleted) }),
    invoices: pages(args, opened),
    ...(args.options.posting
      ? { containedReferences: (references: string[]) => referencesIn(args, { path, references }) }
      : {}),
    // The system forgets it by itself, too.
    close: () =>
      args.call({ method: 'DELETE', path, seconds: 5 }).then(
        () => undefined,
        () => undefined,
      ),
  }
}

import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { assertCaller } from './assertCaller.ts'
import { type BookPosting, type Books, Refusal } from './Books.ts'
import { searchBooks } from './searchBooks.ts'

const MAX_BODY = 1024 * 1024
const MAX_PAGE = 5000
const MAX_SNAPSHOTS = 20
const SNAPSHOT_LIFE = 15 * 60_000
const RUN = randomUUID()

type Snapshot = ReturnType<Books['snapshot']> & { until: number }
type Call = { method: string; url: URL; body: unknown; books: Books; snapshots: Map<string, Snapshot> }
type Answer = { status?: number; body?: unknown; file?: Buffer }

async function readText(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk
    if (text.length > MAX_BODY) throw new Refusal(413, 'The request is too large.')
  }
  return text
}

/** Old ones go: whoever still reads them is told, and begins again. */
function openSnapshot({ books, snapshots, body }: Call): Answer {
  for (const [name, { until }] of snapshots) if (until < Date.now()) snapshots.delete(name)
  if (snapshots.size >= MAX_SNAPSHOTS) throw new Refusal(429, 'Too many snapshots are open.', { temporary: true })
  const startedAt = new Date().toISOString()
  const { since, also } = (body ?? {}) as { since?: string; also?: string[] }
  const [, run, version] = /^(.+):(\d+)$/.exec(since ?? '') ?? []
  // These books live in memory: a number of another run says nothing here, and everything is given.
  const isPartial = run === RUN
  const taken = books.snapshot(isPartial ? { since: Number(version), ...(also ? { also } : {}) } : {})
  const snapshot = { ...taken, until: Date.now() + SNAPSHOT_LIFE }
  const name = randomUUID()
  snapshots.set(name, snapshot)
  const changes = { cursor: `${RUN}:${taken.version}`, ...(isPartial ? { partial: true, deleted: taken.deleted } : {}) }
  return { status: 201, body: { snapshot: name, startedAt, count: snapshot.invoices.length, ...changes } }
}

function readPage({ invoices }: Snapshot, { searchParams }: URL): Answer {
  const from = Number(searchParams.get('cursor') ?? 0)
  const limit = Math.min(Number(searchParams.get('limit') ?? 1000), MAX_PAGE)
  if (!Number.isSafeInteger(from) || from < 0 || !(limit > 0)) throw new Refusal(400, 'Bad cursor or limit.')
  const next = from + limit < invoices.length ? String(from + limit) : null
  return { body: { from, invoices: invoices.slice(from, from + limit), next } }
}

function inSnapshot(call: Call, { name, what }: { name: string; what: string | undefined }): Answer {
  const snapshot = call.snapshots.get(name)
  if (!snapshot) throw new Refusal(404, 'This snapshot is not kept any more: begin again.', { temporary: true })
  if (call.method === 'GET' && what === 'invoices') return readPage(snapshot, call.url)
  if (call.method === 'POST' && what === 'references') {
    const { references } = call.body as { references: string[] }
    return { body: { contained: references.filter((reference) => snapshot.references.has(reference)) } }
  }
  if (call.method !== 'DELETE' || what) throw new Refusal(404, 'There is no such address.')
  call.snapshots.delete(name)
  return { status: 204 }
}

/** 204 when there is none. */
function readDocument({ books, url }: Call): Answer {
  const file = books.documents.get(url.searchParams.get('externalId') ?? '')
  return file ? { file } : { status: 204 }
}

function answer(call: Call): Answer {
  const [version, what, name, part] = call.url.pathname.split('/').slice(1)
  if (version !== 'v1') throw new Refusal(404, 'There is no such address.')
  if (what === 'snapshots' && name) return inSnapshot(call, { name, what: part })
  switch (`${call.method} ${what}`) {
    case 'GET about':
      return { body: { protocol: 1, postings: true, lookup: true, documents: true } }
    case 'POST snapshots':
      return openSnapshot(call)
    case 'POST invoices':
      return { body: call.books.lookup(call.body as { ids: string[]; references: string[] }) }
    case 'POST search':
      return { body: searchBooks(call.books, call.body as Parameters<typeof searchBooks>[1]) }
    case 'GET documents':
      return readDocument(call)
    case 'POST postings':
      return { body: call.books.post(call.body as BookPosting) }
    default:
      throw new Refusal(404, 'There is no such address.')
  }
}

function refused(error: unknown): Answer {
  if (error instanceof Refusal)
    return {
      status: error.status,
      body: { error: { message: error.message, temporary: error.temporary, ...error.facts } },
    }
  return { status: 500, body: { error: { message: 'The billing system failed.', temporary: true } } }
}

export type BillingApi = { url: string; close(): Promise<void> }
type Options = { books: Books; token?: string; secret?: string; port?: number }

/**
 * The reference server of `httpSource()`'s protocol (docs/connect-http.md) over books in memory, on 127.0.0.1.
 * Serve it by https in front when the portal is elsewhere.
 */
export async function startBillingApi({ books, token, secret, port = 0 }: Options): Promise<BillingApi> {
  const snapshots = new Map<string, Snapshot>()
  const handle = async (request: IncomingMessage): Promise<Answer> => {
    const body = await readText(request)
    assertCaller(request, { body, ...(token ? { token } : {}), ...(secret ? { secret } : {}) })
    const url = new URL(request.url ?? '/', 'http://billing')
    return answer({ method: request.method ?? 'GET', url, body: body ? JSON.parse(body) : null, books, snapshots })
  }
  const server = createServer((request, response) => {
    void handle(request)
      .catch(refused)
      .then(({ status = 200, body, file }) => {
        response.writeHead(status, { 'content-type': file ? 'application/pdf' : 'application/json' })
        response.end(file ?? (body === undefined ? '' : JSON.stringify(body)))
      })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

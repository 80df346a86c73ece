import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { firmBooks } from '../../demo/http/firmBooks.ts'
import { startBillingApi } from '../../demo/http/startBillingApi.ts'
import type { SourcePosting, SourceRow } from '../../src/connect/BillingSource.ts'
import { testBillingSource } from '../../src/connect/contract/testBillingSource.ts'
import { rowToInvoice } from '../../src/connect/rowToInvoice.ts'
import type { HttpSourceOptions } from '../../src/connect/sources/http/HttpSourceOptions.ts'
import { httpSource } from '../../src/connect/sources/http/httpSource.ts'

const token = 'a-token-of-the-billing-system'
const secret = 'a-secret-of-at-least-thirty-two-characters'
const named = { key: 'http', label: 'Billing over HTTP' }
const SEARCH = { by: 'clientName', q: 'a', filters: {}, limit: 5, offset: 0 } as const
const POSTING = {
  reference: 'PP-1',
  kind: 'payment',
  account: 'operating-ny',
  currency: 'usd',
  amount: '1.00',
  paidOn: '2026-01-02',
  lines: [{ externalId: '1', invoiceNumber: 'x', amount: '1.00' }],
} satisfies SourcePosting

type Handler = (request: IncomingMessage, response: ServerResponse) => void

describe('httpSource()', () => {
  const servers: Server[] = []
  const serve = async (handler: Handler): Promise<string> => {
    const server = createServer(handler)
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  const json = (response: ServerResponse, body: unknown, status = 200) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  }
  const answering = (handler: Handler, given: Partial<HttpSourceOptions> = {}) =>
    serve(handler).then((url) => httpSource({ ...named, url, token, posting: true, ...given }))
  /** A system whose snapshot says `count`, and that answers these pages in turn. */
  const paging = (count: number, pages: unknown[]) => {
    const left = [...pages]
    return answering((request, response) => {
      if (request.method === 'DELETE') return json(response, {})
      if (request.method === 'GET') return json(response, left.shift() ?? {})
      json(response, { snapshot: 's', startedAt: '2026-11-25T06:00:00Z', count }, 201)
    })
  }
  const readAll = async (source: ReturnType<typeof httpSource>) => {
    const rows: SourceRow[] = []
    const snapshot = await source.read({})
    try {
      for await (const batch of snapshot.invoices) rows.push(...batch)
    } finally {
      await snapshot.close()
    }
    return rows
  }
  const row = (at: number) => ({
    externalId: `e${at}`,
    number: `N-${at}`,
    clientNumber: 'C',
    currency: 'usd',
    balance: '1.00',
  })

  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  })

  it('keeps the contract against the reference server', async () => {
    const books = firmBooks()
    let api = await startBillingApi({ books, token, secret })
    const options = {
      ...named,
      token,
      secret,
      url: api.url,
      posting: true,
      lookup: true,
      documents: true,
      pageSize: 200,
    }
    const findings = await testBillingSource(httpSource(options), {
      invoices: () => structuredClone([...books.invoices.values()]),
      document: (id) => books.documents.get(id) ?? null,
      remove: (ids) => {
        for (const id of ids) books.invoices.delete(id)
      },
      interrupt: async () => {
        await api.close()
        return async () => {
          api = await startBillingApi({ books, token, secret, port: Number(new URL(options.url).port) })
        }
      },
      change: (id) => {
        const invoice = books.invoices.get(id)
        if (invoice) invoice.balance = '77.00'
      },
      changeLate: (id) => () => {
        const invoice = books.invoices.get(id)
        if (invoice) invoice.balance = '78.00'
      },
      unreachable: () => httpSource({ ...options, url: 'http://127.0.0.1:1/' }),
      secrets: [token, secret],
      posts: true,
    })
    await api.close()
    expect(findings.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
  })

  it.each([{ token }, { secret }])('reads with %o alone', async (credentials) => {
    const books = firmBooks()
    const api = await startBillingApi({ books, ...credentials })
    const source = httpSource({ ...named, ...credentials, url: api.url })
    expect(await readAll(source)).toHaveLength(books.invoices.size)
    expect(source.post).toBeUndefined()
    await api.close()
  })

  it('is refused with another token, another secret, or a changed request', async () => {
    const api = await startBillingApi({ books: firmBooks(), token, secret })
    const check = (given: Partial<HttpSourceOptions>) =>
      httpSource({ ...named, url: api.url, token, secret, ...given }).check?.()
    await expect(check({ token: 'other' })).rejects.toThrow(
      'The billing system refuses our token or signature (401): Bad token.',
    )
    await expect(check({ secret: `${secret}x` })).rejects.toMatchObject({ temporary: false })
    await expect(check({})).resolves.toBeUndefined()
    await api.close()
  })

  it('signs time, method, path and body', async () => {
    const seen: { head: unknown; method?: string; url?: string; body: string }[] = []
    const source = await answering(
      (request, response) => {
        let body = ''
        request.on('data', (chunk) => {
          body += chunk
        })
        request.on('end', () => {
          seen.push({ head: request.headers['portal-signature'], method: request.method, url: request.url, body })
          json(response, { rows: [], hasNextPage: false })
        })
      },
      { secret, token: undefined as never },
    )
    await source.search(SEARCH)
    const [{ head, method, url, body } = { head: '', body: '' }] = seen
    const [, at, signature] = /^t=(\d+),v1=(.*)$/.exec(String(head)) ?? []
    const hash = createHash('sha256').update(body).digest('hex')
    expect([method, url, JSON.parse(body)]).toEqual(['POST', '/v1/search', SEARCH])
    expect(signature).toBe(createHmac('sha256', secret).update(`${at}.POST./v1/search.${hash}`).digest('hex'))
    expect(Math.abs(Date.now() / 1000 - Number(at))).toBeLessThan(5)
  })

  it.each([
    ['http://billing.example.com/', {}, 'only https, or http on this machine'],
    ['ftp://localhost/', {}, 'only https'],
    ['http://localhost.example.com/', {}, 'only https'],
    ['https://user:pass@billing.example.com/', {}, 'name and password belong in no URL'],
    ['https://billing.example.com/?a=1', {}, 'must end with its path'],
    ['not a url', {}, 'is no URL'],
    ['https://billing.example.com/', { token: undefined as never }, 'give a token or a secret'],
    ['https://billing.example.com/', { secret: 'short' }, 'at least 32 characters'],
  ])('refuses %s with %j at once', (url, given, message) => {
    expect(() => httpSource({ ...named, url, token, ...given })).toThrow(message)
  })

  it('follows no redirect, so that a token goes nowhere else', async () => {
    let visits = 0
    const elsewhere = await serve((_request, response) => {
      visits += 1
      json(response, { rows: [], hasNextPage: false })
    })
    for (const status of [301, 302, 303, 307, 308]) {
      const source = await answering((_request, response) => {
        response.writeHead(status, { location: `${elsewhere}/v1/search` }).end()
      })
      await expect(source.search(SEARCH)).rejects.toMatchObject({
        temporary: false,
        message: `The answer is a redirect (${status}), which is not followed.`,
      })
    }
    expect(visits).toBe(0)
  })

  it('takes no more than so many bytes, and waits no longer than so many seconds', async () => {
    const endless = await answering(
      (_request, response) => {
        const write = () => response.writable && response.write('x'.repeat(1000), () => setImmediate(write))
        write()
      },
      { maxBytes: 50_000 },
    )
    await expect(endless.search(SEARCH)).rejects.toThrow('The answer is larger than 50000 bytes.')
    const silent = await answering(() => undefined, { callTimeout: 0.2 })
    await expect(silent.search(SEARCH)).rejects.toMatchObject({ temporary: true, message: 'No answer within 0.2 s.' })
    const dripping = await answering(
      (_request, response) => {
        response.write('{')
        const timer = setInterval(() => response.write(' '), 20)
        response.on('close', () => clearInterval(timer))
      },
      { callTimeout: 0.3 },
    )
    await expect(dripping.search(SEARCH)).rejects.toThrow('No answer within 0.3 s.')
  })

  it.each([
    [503, '<html>down</html>', true, 'The billing system refused (503).'],
    [429, '{}', true, 'The billing system refused (429).'],
    [403, '{}', false, 'The billing system refuses our token or signature (403).'],
    [422, '{"error":{"message":"Period\\u0000 closed"}}', false, 'The billing system refused (422): Period  closed'],
    [422, '{"error":{"message":"Later","temporary":true}}', true, 'The billing system refused (422): Later'],
    [200, '<html>login</html>', false, 'The answer (200) is no JSON object.'],
    [200, '[]', false, 'The answer (200) is no JSON object.'],
    [200, '{}', false, 'The posting was answered without its externalId.'],
  ])('a posting answered %i %s is temporary: %s', async (...[status, body, temporary, message]) => {
    const source = await answering((_request, response) => response.writeHead(status).end(body))
    await expect(source.post?.(POSTING)).rejects.toMatchObject({ temporary, message })
  })

  it.each<[string, number, unknown[], string]>([
    [
      'a lost page',
      4,
      [
        { from: 0, invoices: [row(1)], next: 'a' },
        { from: 2, invoices: [row(3)], next: null },
      ],
      'begins at 2, and 1',
    ],
    [
      'a repeated page',
      2,
      [
        { from: 0, invoices: [row(1)], next: 'a' },
        { from: 0, invoices: [row(1)], next: null },
      ],
      'begins at 0, and 1',
    ],
    [
      'a circle',
      9,
      [
        { from: 0, invoices: [row(1)], next: 'a' },
        { from: 1, invoices: [row(2)], next: 'a' },
      ],
      'comes a second time',
    ],
    ['"complete" at half', 2, [{ from: 0, invoices: [row(1)], next: null }], '1 of 2 invoices came'],
    ['more than there are', 1, [{ from: 0, invoices: [row(1), row(2)], next: null }], '2 of 1 invoices came'],
    ['no word of what comes next', 1, [{ from: 0, invoices: [row(1)] }], 'does not say what comes next'],
    ['an empty page', 1, [{ from: 0, invoices: [], next: 'a' }], 'empty and not the last'],
    ['a page without invoices', 1, [{}], 'has no invoices'],
  ])('Y-03 a read with %s rejects', async (...[, count, pages, message]) => {
    await expect(readAll(await paging(count, pages))).rejects.toMatchObject({
      temporary: true,
      message: expect.stringContaining(message),
    })
  })

  it('Y-06 sets rows aside that are not of the types of the protocol; the others go on', async () => {
    const rows = [
      row(1),
      { ...row(2), balance: 1.1 },
      { ...row(3), matters: [{ matterNumber: 5 }] },
      { ...row(4), isVoid: 'no' },
      'x',
    ]
    const read = await readAll(await paging(5, [{ from: 0, invoices: rows, next: null }]))
    expect(
      read.map((each) => rowToInvoice(each)).map((each) => ('rejected' in each ? each.rejected : 'taken')),
    ).toEqual([
      'taken',
      'balance is not a text',
      'matters is not a list of { matterNumber, matterDescription }',
      'isVoid is neither true nor false',
      'currency is missing',
    ])
    expect(read.map(({ externalId }) => externalId)).toEqual(['e1', 'e2', 'e3', 'e4', null])
  })

  it('asks once more over a connection that was cut, and no more than once', async () => {
    let asked = 0
    const cut =
      (times: number): Handler =>
      (request, response) => {
        asked += 1
        if (asked <= times) request.socket.destroy()
        else json(response, { externalId: 'R-1' })
      }
    await expect((await answering(cut(1))).post?.(POSTING)).resolves.toEqual({ externalId: 'R-1' })
    asked = 0
    await expect((await answering(cut(9))).post?.(POSTING)).rejects.toMatchObject({ temporary: true })
    expect(asked).toBe(2)
  })

  it('a closed period is told as such, with its last day, and a repeat of what is there is answered', async () => {
    const books = firmBooks()
    const api = await startBillingApi({ books, token })
    try {
      const source = httpSource({ ...named, url: api.url, token, posting: true, postingNeeds: ['ledgerCode'] })
      expect(source.postingNeeds).toEqual(['ledgerCode'])
      const [invoice] = books.invoices.values()
      const lines = [{ externalId: invoice?.externalId ?? '', invoiceNumber: invoice?.number ?? '', amount: '1.00' }]
      const posting = { ...POSTING, postedOn: '2026-01-02', lines }
      const first = await source.post?.(posting)
      books.closedThrough = '2026-01-31'
      expect(await source.post?.(posting)).toEqual(first)
      await expect(source.post?.({ ...posting, reference: 'PP-2' })).rejects.toMatchObject({
        name: 'ClosedPeriod',
        closedThrough: '2026-01-31',
        temporary: false,
      })
      expect(await source.post?.({ ...posting, reference: 'PP-2', postedOn: '2026-02-01' })).toEqual({
        externalId: expect.any(String),
      })
    } finally {
      await api.close()
    }
  })

  it('names a system of another version, and one that takes no postings', async () => {
    const other = await answering((_request, response) => json(response, { protocol: 2, postings: true }))
    await expect(other.check?.()).rejects.toThrow('The billing system speaks protocol 2, not 1.')
    const reading = await answering((_request, response) => json(response, { protocol: 1, postings: false }))
    await expect(reading.check?.()).rejects.toThrow('takes no postings')
  })
})

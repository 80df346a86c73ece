import { parse } from 'csv-parse/sync'
import { createPayer } from '../../factories/createPayer.ts'
import { loginStaff, type StaffHeaders } from '../../helpers/loginStaff.ts'
import { runJobs } from '../../helpers/mailJobs.ts'
import { type Booked, openPostingWorld, type PostingWorld } from '../../helpers/postingWorld.ts'

describe('what staff see of postings and do to many', () => {
  let world: PostingWorld
  let headers: StaffHeaders
  let other = 0
  let made: Record<'posted' | 'failed' | 'trust' | 'refund', Booked>

  const get = (query: string) => world.host.call(`/api/postings${query}`, { headers })
  const post = (path: string, body: unknown) =>
    world.host.call(`/api/postings${path}`, { method: 'POST', headers, body })
  const csv = (body: unknown) => world.host.fetch('/api/postings/export', { method: 'POST', headers, body })
  const found = async (query: string) => (await get(query)).body.docs?.map((doc: any) => doc.id)

  beforeAll(async () => {
    world = await openPostingWorld()
    headers = await loginStaff(world.host)
    other = await createPayer(world.host.payload, { name: '=cmd|calc, "Zoë Ltd"' })
  })
  afterAll(() => world.close())
  beforeEach(async () => {
    await world.reset()
    const posted = await world.book()
    await world.run(posted.posting)
    const refund = await world.book({ kind: 'refund', original: posted.transaction, lines: { b1: 1000 } })
    const failed = await world.book({ lines: { b1: 100, b2: 200 }, by: other })
    await world.query(`update payer_portal_postings set status = 'failed', error = '@refused' where id = $1`, [
      failed.posting,
    ])
    const trust = await world.book({ lines: { b2: 1 }, account: 'trust-ny' })
    await world.query(`update transactions set settled_at = '2026-06-01T05:00:00Z' where id = $1`, [trust.transaction])
    made = { posted, failed, trust, refund }
  })

  it('the list is filtered by state, account, source, payer, day and text', async () => {
    const { posted, failed, trust, refund } = made
    const all = [trust, failed, refund, posted].map(({ posting }) => posting)
    const cases: [string, number[]][] = [
      ['', all],
      ['?status=failed', [failed.posting]],
      ['?account=trust-ny', [trust.posting]],
      ['?source=ledger', all],
      ['?source=nowhere', []],
      [`?payer=${other}`, [failed.posting]],
      ['?from=2026-06-01', [trust.posting]],
      ['?to=2026-05-31', [failed, refund, posted].map(({ posting }) => posting)],
      ['?from=2026-05-31&to=2026-05-31&status=posted', [posted.posting]],
      [`?q=${posted.reference.toLowerCase()}`, [posted.posting]],
      ['?q=n-b2', [trust.posting, failed.posting]],
      ['?q=cmd%7CCALC', [failed.posting]],
      ['?q=ZOE+l', [failed.posting]],
      ['?q=%25', []],
      ['?limit=2&page=2', [refund.posting, posted.posting]],
    ]
    for (const [query, ids] of cases) expect([query, await found(query)]).toEqual([query, ids])
  })

  it.each([
    '?status=nope',
    '?from=2026-02-30',
    '?to=x',
    '?payer=0',
    '?payer=99999999999',
    '?limit=0',
    '?q=%00',
    '?status=failed&status=posted',
  ])('I-01 refuses %s', async (query) => {
    expect((await get(query)).status).toBe(400)
    const [name = '', value] = decodeURIComponent(query.slice(1)).split('=')
    if (name !== 'limit' && !query.includes('&')) expect((await csv({ [name]: value })).status).toBe(400)
  })

  it.each([{ status: 1 }, { q: ['a'] }, { payer: 5 }, { from: null, to: {} }])(
    'I-01 the export refuses %j',
    async (body) => {
      expect((await csv(body)).status).toBe(400)
    },
  )

  it('a row says what was paid and what was posted', async () => {
    const { body } = await get('?status=posted')
    expect(body.docs[0]).toMatchObject({
      kind: 'payment',
      amount: 4000,
      currency: 'usd',
      account: 'operating-ny',
      payer: world.payer,
      paidOn: '2026-05-31',
      postedOn: '2026-05-31',
      externalId: '1',
      inDoubt: false,
      lines: [{ invoiceNumber: 'N-b1', amount: 4000 }],
    })
  })

  it('I-07 the export has the filtered rows, defused, what went back below zero, and says when there are more', async () => {
    const answer = await csv({})
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('content-disposition')]).toEqual([
      200,
      'text/csv; charset=utf-8',
      'attachment; filename="postings.csv"',
    ])
    const rows = parse(await answer.text(), { bom: true, columns: true }) as Record<string, string>[]
    expect(rows.map((row) => [row.Reference, row.State, row.Payer, row.Amount, row.Reason])).toEqual([
      [made.trust.reference, 'pending', expect.any(String), '0.01', ''],
      [made.failed.reference, 'failed', `'=cmd|calc, "Zoë Ltd"`, '3.00', "'@refused"],
      [made.refund.reference, 'pending', expect.any(String), '-10.00', ''],
      [made.posted.reference, 'posted', expect.any(String), '40.00', ''],
    ])
    const filtered = await csv({ status: 'failed' })
    expect(parse(await filtered.text(), { bom: true, columns: true })).toHaveLength(1)
  })

  it('I-07 the export ends at ten thousand rows', async () => {
    await world.query(
      `with t as (insert into transactions (reference, kind, status, payer_id, channel, amount, currency, account, posting_status)
        select 'PP-X-' || n, 'payment', 'succeeded', $1::int, 'portal', 1, 'usd', 'operating-ny', 'pending' from generate_series(1, 10001) n returning id, reference)
       insert into payer_portal_postings (transaction_id, source, reference) select id, 'ledger', reference from t`,
      [world.payer],
    )
    const text = await (await csv({})).text()
    const lines = text.trim().split('\r\n')
    expect(lines).toHaveLength(10_002)
    expect(lines.at(-1)).toBe('There are more postings: narrow the filter.')
  })

  it('many at once: each has its own result, and one that may not does not stop the others', async () => {
    const { posted, failed, trust } = made
    const retried = await post('/bulk', {
      action: 'retry',
      ids: [posted.posting, failed.posting, 999_999, trust.posting],
    })
    expect(retried.body.results).toEqual([
      { id: posted.posting, result: 'refused', code: 'posting_state', message: expect.any(String) },
      { id: failed.posting, result: 'done' },
      { id: 999_999, result: 'refused', code: 'posting_not_found', message: expect.any(String) },
      { id: trust.posting, result: 'done' },
    ])
    await runJobs(world.host.payload)
    expect(await found('?status=posted')).toEqual(expect.arrayContaining([failed.posting, trust.posting]))
    const again = await world.book({ lines: { b2: 10 } })
    const removed = await post('/bulk', {
      action: 'remove',
      ids: [again.posting, posted.posting],
      reason: 'By hand',
      released: 'already_entered',
    })
    expect(removed.body.results.map(({ result }: any) => result)).toEqual(['done', 'refused'])
    expect(await world.state(again.posting)).toMatchObject({ status: 'removed' })
  })

  it.each([
    [{ action: 'retry', ids: [] }],
    [{ action: 'retry', ids: Array.from({ length: 101 }, (_, at) => at + 1) }],
    [{ action: 'retry', ids: ['1'] }],
    [{ action: 'retry', ids: [1], whenClosed: 'now' }],
    [{ action: 'post', ids: [1] }],
    [{ action: 'remove', ids: [1], released: 'already_entered' }],
    [{ action: 'remove', ids: [1], reason: 'x', released: 'maybe' }],
    [{}],
  ])('I-01 refuses %j, and nothing happens', async (body) => {
    expect((await post('/bulk', body)).status).toBe(400)
    expect(await world.query('select 1 from payer_portal_posting_moves where by is not null')).toEqual([])
  })

  it('the history of a posting is there for staff, with who did what; of none that exists it is 404', async () => {
    await post(`/${made.failed.posting}/remove`, { reason: 'Typed in', released: 'already_entered' })
    const { body } = await get(`/${made.failed.posting}/history`)
    expect(body.docs).toEqual([
      { at: expect.any(String), status: 'removed', message: 'already_entered: Typed in', by: 'staff@firm.test' },
    ])
    expect(body.sent).toBeNull()
    expect((await get('/999999/history')).status).toBe(404)
    expect((await get('/nope/history')).status).toBe(404)
  })
})

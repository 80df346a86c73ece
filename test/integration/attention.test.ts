import { planChange } from '../../src/attention/changeAttention.ts'
import { raiseAttention } from '../../src/attention/raiseAttention.ts'
import { poolOf } from '../../src/base/database.ts'
import { type AttentionHost, bootAttentionHost } from '../helpers/attentionHost.ts'

let host: AttentionHost
let money: number
let systems: number

beforeAll(async () => {
  host = await bootAttentionHost()
})
afterAll(() => host.close())
beforeEach(async () => {
  await host.query('truncate payer_portal_alerts restart identity')
  await raiseAttention(poolOf(host.payload), { kind: 'dispute', subject: 1, message: 'A dispute.', payer: host.payer })
  await raiseAttention(poolOf(host.payload), {
    kind: 'sync_stopped',
    subject: 'memory',
    message: 'Stopped.',
    source: 'memory',
  })
  money = (await host.list('kind=dispute'))[0].id
  systems = (await host.list('kind=sync_stopped'))[0].id
})

const patch = (role: Parameters<AttentionHost['as']>[0], id: number | string, body: unknown) =>
  host.as(role, `/api/attention/${id}`, { method: 'PATCH', body })
const one = async (id: number) => (await host.list('state=all')).find((item) => item.id === id)

describe('the list of what needs attention', () => {
  it('is filtered by state, kind, area and owner, and paged', async () => {
    await patch('admin', money, { owner: 'me' })
    await patch('admin', systems, { state: 'done' })
    const ids = async (query: string) => (await host.list(query)).map(({ id }) => id)
    expect(await ids('')).toEqual([money])
    expect(await ids('state=in_progress')).toEqual([money])
    expect(await ids('state=open')).toEqual([])
    expect(await ids('state=done')).toEqual([systems])
    expect(await ids('state=all')).toEqual([systems, money])
    expect(await ids('state=all&limit=1&page=2')).toEqual([money])
    expect(await ids('kind=money')).toEqual([money])
    expect(await ids('state=all&kind=systems')).toEqual([systems])
    expect(await ids(`owner=${host.staff.admin.id}`)).toEqual([money])
    expect(await ids('owner=me')).toEqual([])
    expect(await ids('state=all&owner=nobody')).toEqual([systems])
    const { body } = await host.as('admin', '/api/attention?state=all&limit=1')
    expect(body).toMatchObject({ hasNextPage: true, page: 1 })
    expect((await host.as('admin', '/api/attention/count')).body).toEqual({ count: 1, mine: 1 })
    expect((await host.as('readonly', '/api/attention/count')).body).toEqual({ count: 1, mine: 0 })
  })

  it.each(['state=gone', 'kind=nope', 'limit=0', 'limit=101', 'page=x', 'state=open&state=done', 'owner=%00'])(
    'refuses %s',
    async (query) => {
      const { status, body } = await host.as('admin', `/api/attention?${query}`)
      expect([status, body.errors[0].data.code]).toEqual([400, 'bad_request'])
    },
  )

  it('says who is paid in trust', async () => {
    const [{ id }] = await host.query(
      `insert into transactions (reference, kind, status, payer_id, channel, amount, currency, account)
       values ('TR-1', 'payment', 'succeeded', $1, 'portal', 1, 'usd', 'trust-ny') returning id`,
      [host.payer],
    )
    await raiseAttention(poolOf(host.payload), { kind: 'return', subject: 2, transaction: id, message: 'Returned.' })
    expect((await host.list('kind=return'))[0]).toMatchObject({
      transaction: { reference: 'TR-1' },
      payer: { id: host.payer },
      isTrust: true,
    })
    expect((await host.list('kind=dispute'))[0].isTrust).toBe(false)
  })

  it('reads a page through an index, however many items were settled', async () => {
    await host.query(
      `insert into payer_portal_alerts (kind, dedupe_key, message, state, is_there, raised_at) select 'dispute', 'many:' || n, 'x', 'done', false, now() - n * interval '1 minute' from generate_series(1, 20000) n`,
    )
    await host.query('analyze payer_portal_alerts')
    const plans = []
    for (const condition of [
      `state <> 'done'`,
      `state = 'done'`,
      `state = 'done' and kind = any('{dispute}')`,
      `state <> 'done' and owner_id = '1'`,
    ])
      plans.push(
        (
          await host.query(
            `explain select * from payer_portal_alerts where ${condition} order by raised_at desc, id desc limit 26`,
          )
        )
          .map((row) => row['QUERY PLAN'])
          .join('\n'),
      )
    for (const plan of plans) expect(plan).not.toMatch(/Seq Scan/)
  })
})

describe('changing an item', () => {
  it('somebody takes it, gives it away, writes a note and settles it; the log says who', async () => {
    const before = await one(money)
    const [{ mark }] = await host.query('select coalesce(max(id), 0)::int as mark from audit_log')
    expect((await patch('collector', money, { owner: 'me' })).status).toBe(200)
    expect(await one(money)).toMatchObject({
      state: 'in_progress',
      owner: { id: String(host.staff.collector.id), name: host.staff.collector.email },
    })
    await patch('collector', money, { owner: host.staff.manager.id, note: '  Asked the bank.  ' })
    await patch('manager', money, { state: 'done' })
    const done = await one(money)
    expect(done).toMatchObject({
      state: 'done',
      note: 'Asked the bank.',
      owner: { name: host.staff.manager.email },
      resolvedBy: host.staff.manager.email,
    })
    expect(Date.parse(done.updatedAt)).toBeGreaterThan(Date.parse(before.updatedAt))
    await patch('manager', money, { state: 'done' })
    const log = await host.query(
      `select actor_name as by, payer_id::int as payer, data from audit_log where action = 'attention_changed' and id > $1 order by id`,
      [mark],
    )
    expect(log).toEqual([
      expect.objectContaining({ by: host.staff.collector.email, payer: host.payer }),
      expect.objectContaining({ by: host.staff.collector.email, data: expect.objectContaining({ noted: true }) }),
      expect.objectContaining({ by: host.staff.manager.email }),
    ])
    expect(log[0].data).toEqual({
      item: money,
      kind: 'dispute',
      before: { state: 'open', owner: null },
      after: { state: 'in_progress', owner: String(host.staff.collector.id) },
    })
    // What the note says stands on the item alone.
    expect(JSON.stringify(log)).not.toContain('Asked')
  })

  it('S-10 who may change what: collectors money, read-only staff nothing', async () => {
    const answers = []
    for (const role of ['admin', 'manager', 'collector', 'readonly'] as const)
      for (const id of [money, systems]) answers.push([role, (await patch(role, id, { note: role })).status])
    expect(answers).toEqual([
      ['admin', 200],
      ['admin', 200],
      ['manager', 200],
      ['manager', 200],
      ['collector', 200],
      ['collector', 403],
      ['readonly', 403],
      ['readonly', 403],
    ])
    expect(await one(systems)).toMatchObject({ note: 'manager' })
    const { body } = await host.as('readonly', '/api/attention/owners')
    const { admin, manager, collector } = host.staff
    expect(body.docs).toEqual([admin, collector, manager].map(({ id, email }) => ({ id: String(id), name: email })))
  })

  it('nobody is given work who may not do it, and bad input is refused with a code', async () => {
    for (const body of [
      {},
      { owner: host.staff.readonly.id },
      { owner: 2_000_000_000 },
      { owner: 'abc' },
      { owner: '1 or 1=1' },
      { owner: {} },
      { state: 'closed' },
      { note: 7 },
      { note: 'x'.repeat(2001) },
    ]) {
      const { status, body: answer } = await patch('admin', money, body)
      expect([body, status, answer.errors[0].data.code]).toEqual([body, 400, 'bad_request'])
    }
    for (const id of [999_999, '0', 'abc', '99999999999'])
      expect((await patch('admin', id, { note: 'x' })).body.errors[0].data.code).toBe('attention_not_found')
    expect(await one(money)).toMatchObject({ state: 'open', owner: null, note: null })
  })

  it('twelve changes at once by two people leave one state and a whole chain in the log', async () => {
    await Promise.all(
      Array.from({ length: 12 }, (_, at) => patch(at % 2 ? 'admin' : 'manager', money, { owner: 'me' })),
    )
    const log = await host.query(
      `select data from audit_log where action = 'attention_changed' and (data->>'item')::int = $1 order by id desc limit 12`,
      [money],
    )
    const chain = log.map(({ data }) => data).reverse()
    const from = chain.findLastIndex(({ before }) => before.owner === null)
    for (const [at, { before }] of chain.slice(from + 1).entries())
      expect(before.owner).toBe(chain[from + at].after.owner)
    expect((await one(money)).owner.id).toBe(chain.at(-1).after.owner)
  })

  it('an erasure of the payer takes the notes with it', async () => {
    await patch('admin', money, { note: 'Mr Vale is abroad' })
    await host.as('admin', `/api/payers/${host.payer}/archive`, { method: 'POST', body: {} })
    const { body } = await host.as('admin', `/api/payers/${host.payer}`)
    const erased = await host.as('admin', `/api/payers/${host.payer}/erase`, {
      method: 'POST',
      body: { confirm: body.name ?? body.email },
    })
    expect(erased.status).toBe(200)
    expect(await one(money)).toMatchObject({ note: null })
  })
})

describe('a change, by itself', () => {
  const caller = { id: '1', name: 'me' }
  const nobody = { ownerId: null, ownerName: null, note: null }
  const mine = { ownerId: '1', ownerName: 'me', note: null }

  it.each([
    ['an owner begins the work', { state: 'open', ...nobody }, { owner: caller }, { state: 'in_progress', ...mine }],
    [
      'work in progress is the caller’s',
      { state: 'open', ...nobody },
      { state: 'in_progress' },
      { state: 'in_progress', ...mine },
    ],
    ['without an owner it is open', { state: 'in_progress', ...mine }, { owner: null }, { state: 'open', ...nobody }],
    ['settled, it keeps who had it', { state: 'in_progress', ...mine }, { state: 'done' }, { state: 'done', ...mine }],
    [
      'a new owner alone opens nothing again',
      { state: 'done', ...nobody },
      { owner: caller },
      { state: 'done', ...mine },
    ],
    ['a note moves nothing', { state: 'open', ...nobody }, { note: 'x' }, { state: 'open', ...nobody, note: 'x' }],
  ] as const)('%s', (...[, before, change, after]) => {
    expect(planChange(before, change, caller)).toEqual(after)
  })
})

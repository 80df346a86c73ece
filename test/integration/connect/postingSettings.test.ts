import { ClosedPeriod } from '../../../src/connect/ClosedPeriod.ts'
import { readPostingHistory } from '../../../src/connect/posting/readPostingDetail.ts'
import { retryPosting } from '../../../src/connect/posting/retryPosting.ts'
import { SourceError } from '../../../src/connect/SourceError.ts'
import type { PostingSettings } from '../../../src/options/postingSettings.ts'
import { runJobs } from '../../helpers/mailJobs.ts'
import { openPostingWorld, type PostingWorld, SETTINGS_POSTING } from '../../helpers/postingWorld.ts'

const FULL: PostingSettings = {
  ledgerCode: '4-1200',
  transactionType: { payment: 'RCPT', reversal: 'RVRS' },
  bankAccount: 'CHK-01',
  arMessage: 'Payer portal {reference}',
}
const staff = { id: 1, collection: 'users' }

describe('the settings of a merchant account', () => {
  let world: PostingWorld
  const set = (posting: PostingSettings) => {
    const account = world.accounts['operating-ny']
    if (account) account.posting = posting
  }
  const moves = async (posting: number) =>
    world.query('select status, message from payer_portal_posting_moves where posting_id = $1 order by id', [posting])

  beforeAll(async () => {
    world = await openPostingWorld({ posting: SETTINGS_POSTING })
  })
  afterAll(() => world.close())
  beforeEach(async () => {
    await world.reset()
    set(FULL)
  })

  it('stand in what is posted, a payment and its reversal each with its own transaction type', async () => {
    const payment = await world.book()
    await world.run(payment.posting)
    const refund = await world.book({ kind: 'refund', original: payment.transaction })
    await world.run(refund.posting)
    const codes = { code: '4-1200', bank: 'CHK-01' }
    const shown = await Promise.all(
      [payment, refund].map(({ posting }) => readPostingHistory(world.host.payload, posting)),
    )
    expect(shown.map(({ sent }) => sent)).toEqual([
      {
        ledgerCode: '4-1200',
        transactionType: 'RCPT',
        bankAccount: 'CHK-01',
        arMessage: `Payer portal ${payment.reference}`,
        postedOn: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
      },
      expect.objectContaining({ transactionType: 'RVRS', arMessage: `Payer portal ${refund.reference}` }),
    ])
    expect(await world.receipts()).toEqual([
      expect.objectContaining({ ...codes, type: 'RCPT', msg: `Payer portal ${payment.reference}`, amt: '40.00' }),
      expect.objectContaining({ ...codes, type: 'RVRS', msg: `Payer portal ${refund.reference}`, amt: '-40.00' }),
    ])
  })

  it.each(['ledgerCode', 'transactionType', 'bankAccount', 'arMessage'] as const)(
    'without %s, which the mapping names, the posting is incomplete and says which, and a retry with it posts',
    async (code) => {
      const { [code]: _left, ...rest } = FULL
      set(rest)
      const { posting } = await world.book()
      await world.run(posting)
      expect(await world.state(posting)).toMatchObject({
        status: 'incomplete',
        shown: 'incomplete',
        attempts: 0,
        error: `The merchant account operating-ny has no ${code}: set accounts.operating-ny.posting.${code}.`,
      })
      expect([await world.receipts(), await world.amounts('b1')]).toEqual([[], [4000, 6000]])
      set(FULL)
      await world.run(posting)
      expect(await world.state(posting)).toMatchObject({ status: 'posted', error: null })
    },
  )

  it("posts the payment's day, or the day of posting where the account says so, the firm's own", async () => {
    const first = await world.book()
    await world.run(first.posting)
    set({ ...FULL, postedDate: 'posting' })
    const second = await world.book()
    await world.run(second.posting)
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(new Date())
    expect((await world.receipts()).map(({ paid }) => paid)).toEqual(['2026-05-31', today])
  })

  it('by hand: waits until staff post it', async () => {
    set({ ...FULL, automatic: false })
    const { posting } = await world.book()
    await runJobs(world.host.payload)
    expect(await world.state(posting)).toMatchObject({ status: 'pending', attempts: 0 })
    await retryPosting(world.host.payload, { posting }, { actor: staff })
    await runJobs(world.host.payload)
    expect(await world.state(posting)).toMatchObject({ status: 'posted' })
  })

  it('a closed period: waits for staff and writes nothing, until it is open', async () => {
    await world.ledger.query(`insert into closed values ('operating-ny', '2026-05-31')`)
    const { posting } = await world.book()
    await world.run(posting)
    expect(await world.state(posting)).toMatchObject({
      status: 'incomplete',
      inDoubt: false,
      error: expect.stringContaining(
        '2026-05-31 is in a closed accounting period: the books are closed through 2026-05-31.',
      ),
    })
    expect([await world.receipts(), await world.amounts('b1')]).toEqual([[], [4000, 6000]])
    await world.ledger.query(`update closed set through = '2026-04-30'`)
    await world.run(posting)
    expect(await world.receipts()).toEqual([expect.objectContaining({ paid: '2026-05-31' })])
  })

  it('a closed period: takes the first open day where the account says so, and the history tells it', async () => {
    set({ ...FULL, whenClosed: 'first_open_day' })
    await world.ledger.query(`insert into closed values ('operating-ny', '2026-06-30')`)
    const { posting } = await world.book()
    await world.run(posting)
    expect(await world.state(posting)).toMatchObject({ status: 'posted', postedOn: '2026-07-01' })
    expect(await world.receipts()).toEqual([expect.objectContaining({ paid: '2026-07-01' })])
    expect(await moves(posting)).toEqual([
      { status: 'queued', message: null },
      { status: 'queued', message: '2026-05-31 is in a closed period: to be posted on 2026-07-01.' },
      { status: 'posted', message: null },
    ])
  })

  it('a closed period: staff take the first open day for one posting', async () => {
    await world.ledger.query(`insert into closed values ('operating-ny', '2026-06-30')`)
    const { posting } = await world.book()
    await world.run(posting)
    await retryPosting(world.host.payload, { posting, whenClosed: 'first_open_day' }, { actor: staff })
    await runJobs(world.host.payload)
    expect(await world.receipts()).toEqual([expect.objectContaining({ paid: '2026-07-01' })])
  })

  it('a closed period without a day: takes today once, and waits when that is closed too', async () => {
    set({ ...FULL, whenClosed: 'first_open_day' })
    const { post } = world.source
    const asked: string[] = []
    world.source.post = (given) => {
      asked.push(given.postedOn ?? '')
      return Promise.reject(new ClosedPeriod(given.postedOn ?? '', { closedThrough: null }))
    }
    try {
      const { posting } = await world.book()
      await world.run(posting)
      expect(await world.state(posting)).toMatchObject({ status: 'incomplete' })
      expect(asked).toEqual([
        '2026-05-31',
        new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(new Date()),
      ])
    } finally {
      if (post) world.source.post = post
    }
  })

  it('while nobody knows how a try ended, the next asks for the same: date, codes and lines', async () => {
    set({ ...FULL, postedDate: 'posting' })
    const { post } = world.source
    const asked: string[] = []
    world.source.post = (given) => {
      asked.push(JSON.stringify(given))
      return Promise.reject(new SourceError('The connection ended.', { temporary: true }))
    }
    try {
      const { posting } = await world.book()
      await expect(world.run(posting)).rejects.toThrow('ended')
      expect(await world.state(posting)).toMatchObject({ status: 'failed', inDoubt: true })
      set({ ...FULL, ledgerCode: 'another', postedDate: 'payment' })
      await expect(world.run(posting)).rejects.toThrow('ended')
      expect(asked[1]).toBe(asked[0])
      world.source.post = (given) => {
        asked.push(JSON.stringify(given))
        return Promise.reject(new SourceError('No such code.', { temporary: false }))
      }
      await world.run(posting)
      await world.run(posting)
      expect(asked[2]).toBe(asked[0])
      expect(JSON.parse(asked[3] ?? '')).toMatchObject({ ledgerCode: 'another', postedOn: '2026-05-31' })
    } finally {
      if (post) world.source.post = post
    }
  })

  it('a posting whose answer was lost is found in a period that was closed since: it is not entered twice', async () => {
    const { post } = world.source
    world.source.post = async (given) => {
      await post?.(given)
      throw new SourceError('The connection ended.', { temporary: true })
    }
    const { posting } = await world.book()
    await expect(world.run(posting)).rejects.toThrow('ended')
    if (post) world.source.post = post
    set({ ...FULL, whenClosed: 'first_open_day' })
    await world.ledger.query(`insert into closed values ('operating-ny', '2026-06-30')`)
    await world.run(posting)
    expect(await world.state(posting)).toMatchObject({ status: 'posted', externalId: '1' })
    expect(await world.receipts()).toEqual([expect.objectContaining({ paid: '2026-05-31' })])
  })
})

import { EventEmitter, once } from 'node:events'
import pg from 'pg'
import { poolOf } from '../../../src/base/database.ts'
import type { BillingSource } from '../../../src/connect/BillingSource.ts'
import { sqlSource } from '../../../src/connect/sources/sql/sqlSource.ts'
import { syncSource } from '../../../src/connect/sync/syncSource.ts'
import { portalOptions } from '../../../src/options/portalOptions.ts'
import { onServer } from '../../helpers/databases.ts'
import { createLedgerDatabase, LEDGER_MAPPING, type LedgerDatabase } from '../../helpers/ledgerDatabase.ts'
import { bootPaymentHost, type PaymentHost, partedPending } from '../../helpers/paymentHost.ts'

type Payer = Awaited<ReturnType<PaymentHost['payer']>>

describe('invoices read again when they are paid', () => {
  let ledger: LedgerDatabase
  let host: PaymentHost
  let source: BillingSource
  let asked: string[][] = []
  let canTell = true
  /** Holds a sync between its snapshot and its rows. */
  let gate: Promise<void> | null = null
  let counter = 0

  const portal = async <Row = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<Row[]> =>
    (await poolOf(host.payload).query(text, values)).rows as Row[]
  const sync = () => syncSource({ payload: host.payload, source: 'ledger' })
  const synced = async () => expect(await sync()).toMatchObject({ status: 'succeeded' })
  const rowOf = async (bill: string) => {
    const [row] = await portal<{
      id: number
      balance: number
      pending: number
      memo: string | null
      hold: string | null
    }>('select id, balance::int as balance, pending::int as pending, memo, hold from invoices where external_id = $1', [
      bill,
    ])
    return row ?? { id: 0, balance: -1, pending: -1, memo: null, hold: null }
  }
  const open = async (bill: string) =>
    Math.round(
      Number((await ledger.query<{ open: string }>('select open from bills where id = $1', [bill]))[0]?.open) * 100,
    )
  /** Bills of 100.00, which a sync has brought. */
  const bills = async (payer: Payer, count = 1) => {
    const ids = Array.from({ length: count }, (_, at) => `b${counter + at}`)
    counter += count
    for (const id of ids)
      await ledger.query('insert into bills (id, no, client, client_name) values ($1, $1, $2, $2)', [id, payer.client])
    await synced()
    return ids
  }
  const pay = async (payer: Payer, lines: Record<string, number>) => {
    const allocations = []
    for (const [bill, amount] of Object.entries(lines)) allocations.push({ invoice: (await rowOf(bill)).id, amount })
    const confirmationToken = await host.token()
    return host.pay(payer, { allocations, confirmationToken })
  }
  const refusal = ({ status, body }: Awaited<ReturnType<typeof pay>>) => [
    status,
    body.errors?.[0]?.data?.code,
    body.errors?.[0]?.data?.amountDue ?? body.errors?.[0]?.data?.reason,
  ]
  const balances = async () =>
    (
      await portal<{ b: string }>(
        `select data ->> 'balances' as b from audit_log where action = 'payment_made' order by id desc limit 1`,
      )
    )[0]?.b

  beforeAll(async () => {
    ledger = await createLedgerDatabase()
    source = sqlSource({ ...LEDGER_MAPPING, connection: ledger.url })
    const wrapped: BillingSource = {
      ...source,
      read: async (options) => {
        const snapshot = await source.read(options)
        const wait = gate
        return {
          ...snapshot,
          invoices: (async function* () {
            await wait
            yield* snapshot.invoices
          })(),
        }
      },
      readInvoices: async (ids, options) => {
        asked.push([...ids].sort())
        const lookup = await source.readInvoices?.(ids, options)
        if (!lookup) throw new Error('The source cannot be asked.')
        return canTell ? lookup : { ...lookup, contained: null }
      },
    }
    const times = { payRead: 1, sourceRest: 1 }
    host = await bootPaymentHost({ portal: { sources: [wrapped], times } })
  })
  afterAll(async () => {
    await source.close()
    await host.close()
    await ledger.close()
  })
  beforeEach(() => {
    asked = []
    canTell = true
    gate = null
  })

  it("yesterday's cheque is not paid a second time today, and what is left of it can be", async () => {
    const payer = await host.payer()
    const [whole = '', part = ''] = await bills(payer, 2)
    await ledger.query('update bills set open = 0 where id = $1', [whole])
    await ledger.query('update bills set open = 60.01 where id = $1', [part])
    expect(refusal(await pay(payer, { [whole]: 10_000 }))).toEqual([409, 'invoice_not_payable', 'nothing_due'])
    expect(refusal(await pay(payer, { [part]: 10_000 }))).toEqual([409, 'amount_exceeds_due', 6001])
    expect((await host.as(payer, `/api/portal/invoices/${(await rowOf(part)).id}`)).body).toMatchObject({
      amountDue: 6001,
    })
    expect((await pay(payer, { [part]: 6001 })).status).toBe(201)
    expect(await balances()).toBe('fresh')
    expect((await rowOf(part)).pending).toBe(6001)
  })

  it('writes what the billing system owns and nothing else, and asks for nothing but what this payer may see', async () => {
    const [payer, stranger] = [await host.payer(), await host.payer()]
    const [bill = ''] = await bills(payer)
    const { id } = await rowOf(bill)
    await ledger.query(
      `update bills set open = 120, memo = 'new text', matters = '[{"matterNumber":"M-1","matterDescription":"x"},{"matterNumber":"M-2","matterDescription":"y"}]' where id = $1`,
      [bill],
    )
    await portal(`update invoices set hold = 'wait' where id = $1`, [id])
    expect(refusal(await pay(payer, { [bill]: 12_000 }))).toEqual([409, 'invoice_not_payable', 'held'])
    expect(await rowOf(bill)).toEqual({ id, balance: 12_000, pending: 0, memo: 'new text', hold: 'wait' })
    expect(
      await portal('select matter_number as m from invoices_matters where _parent_id = $1 order by _order', [id]),
    ).toEqual([{ m: 'M-1' }, { m: 'M-2' }])
    asked = []
    expect(refusal(await pay(stranger, { [bill]: 100 }))[1]).toBe('invoice_not_found')
    expect(asked).toEqual([])
    await ledger.query('delete from bills where id = $1', [bill])
    await portal(`update invoices set hold = null where id = $1`, [id])
    expect(refusal(await pay(payer, { [bill]: 100 }))[1]).toBe('invoice_not_found')
  })

  it('takes no payment of several invoices that the billing system says are gone, however few it has', async () => {
    const payer = await host.payer()
    const [one = '', two = ''] = await bills(payer, 2)
    const options = portalOptions(host.payload)
    const { maxVanishingShare } = options
    await ledger.query('delete from bills where id = any($1)', [[one, two]])
    // As where these two are a great part of all that is open.
    options.maxVanishingShare = 0.001
    expect(refusal(await pay(payer, { [one]: 10_000, [two]: 10_000 }))).toEqual([409, 'payments_paused', undefined])
    expect(await Promise.all([one, two].map(rowOf))).toMatchObject([{ pending: 0 }, { pending: 0 }])
    expect(await portal(`select state::text, message from payer_portal_alerts where kind = 'source_down'`)).toEqual([
      {
        state: 'open',
        message: expect.stringContaining('says of a great part of its open invoices that they are gone'),
      },
    ])
    options.maxVanishingShare = 1
    expect(refusal(await pay(payer, { [one]: 10_000, [two]: 10_000 }))[1]).toBe('invoice_not_found')
    options.maxVanishingShare = maxVanishingShare
  })

  it('does not take off twice what was posted and is in the balance already, nor let it be paid again', async () => {
    for (const tells of [true, false]) {
      canTell = tells
      const payer = await host.payer()
      const [bill = ''] = await bills(payer)
      expect((await pay(payer, { [bill]: 4000 })).status).toBe(201)
      expect(await rowOf(bill)).toMatchObject({ balance: 10_000, pending: 4000 })
      await host.deliver()
      expect(await open(bill)).toBe(6000)
      expect(refusal(await pay(payer, { [bill]: 6001 }))).toEqual([409, 'amount_exceeds_due', 6000])
      expect(await rowOf(bill)).toMatchObject({ balance: 6000, pending: 0 })
      expect((await pay(payer, { [bill]: 6000 })).status).toBe(201)
      expect(refusal(await pay(payer, { [bill]: 100 }))[1]).toBe('invoice_not_payable')
      await host.deliver()
      await synced()
      expect([await open(bill), await rowOf(bill)]).toMatchObject([0, { balance: 0, pending: 0 }])
    }
    expect(await partedPending(host.payload)).toEqual([])
  })

  it('reads along what a posting ties to it, so that no other invoice is due again too early', async () => {
    const payer = await host.payer()
    const [one = '', two = '', three = '', other = ''] = await bills(payer, 4)
    expect((await pay(payer, { [one]: 1000, [two]: 2000 })).status).toBe(201)
    expect((await pay(payer, { [two]: 3000, [three]: 4000 })).status).toBe(201)
    await host.deliver()
    asked = []
    expect((await pay(payer, { [one]: 9000 })).status).toBe(201)
    expect(asked).toEqual([[one, two, three].sort()])
    expect(await Promise.all([one, two, three, other].map(rowOf))).toMatchObject([
      { balance: 9000, pending: 9000 },
      { balance: 5000, pending: 0 },
      { balance: 6000, pending: 0 },
      { balance: 10_000, pending: 0 },
    ])
    expect(await partedPending(host.payload)).toEqual([])
  })

  it('a sync whose read began before puts no older balance back, and makes nothing due again', async () => {
    const payer = await host.payer()
    const [paid = '', cheque = '', gone = ''] = await bills(payer, 3)
    expect((await pay(payer, { [paid]: 4000 })).status).toBe(201)
    const door = new EventEmitter()
    gate = once(door, 'open').then(() => undefined)
    await ledger.query('update bills set void = true where id = $1', [gone])
    const running = sync()
    // Its snapshot is taken; now the payment is posted, and a cheque entered.
    await new Promise((resolve) => setTimeout(resolve, 300))
    await host.deliver()
    await ledger.query('update bills set open = 25 where id = $1', [cheque])
    await ledger.query('update bills set void = false where id = $1', [gone])
    expect(refusal(await pay(payer, { [paid]: 6001 }))).toEqual([409, 'amount_exceeds_due', 6000])
    expect(refusal(await pay(payer, { [cheque]: 2501 }))).toEqual([409, 'amount_exceeds_due', 2500])
    expect((await pay(payer, { [gone]: 10_000 })).status).toBe(201)
    door.emit('open')
    expect(await running).toMatchObject({ status: 'succeeded' })
    expect(await Promise.all([paid, cheque, gone].map(rowOf))).toMatchObject([
      { balance: 6000, pending: 0 },
      { balance: 2500, pending: 0 },
      { balance: 10_000, pending: 10_000 },
    ])
    gate = null
    await synced()
    expect(await rowOf(paid)).toMatchObject({ balance: 6000, pending: 0 })
    expect(await portal('select * from payer_portal_fresh_reads')).toEqual([])
  })

  it('when the billing database is stopped, payments go on within what is known; the outage is waited for once', async () => {
    const payer = await host.payer()
    const [bill = ''] = await bills(payer)
    const name = new URL(ledger.url).pathname.slice(1)
    const blocker = new pg.Client({ connectionString: ledger.url })
    await blocker.connect()
    try {
      // It hangs: nothing comes within the limit.
      await blocker.query('begin; lock table bills in access exclusive mode')
      const started = Date.now()
      expect((await pay(payer, { [bill]: 1000 })).status).toBe(201)
      expect(Date.now() - started).toBeGreaterThanOrEqual(900)
      expect(await balances()).toBe('known')
      // It is not asked again right away.
      const before = asked.length
      expect(refusal(await pay(payer, { [bill]: 9001 }))).toEqual([409, 'amount_exceeds_due', 9000])
      expect(asked.length).toBe(before)
    } finally {
      await blocker.query('rollback')
      await blocker.end()
    }
    await new Promise((resolve) => setTimeout(resolve, 1100))
    expect((await pay(payer, { [bill]: 1000 })).status).toBe(201)
    expect(await balances()).toBe('fresh')
    // It is stopped.
    await onServer(`alter database "${name}" with allow_connections false`)
    await onServer(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and usename = current_user and application_name = 'payer-portal'`,
    )
    try {
      const answer = await pay(payer, { [bill]: 500 })
      expect([answer.status, await balances()]).toEqual([201, 'known'])
      expect(answer.text).not.toMatch(/source|connection|database/i)
      expect(await portal(`select count(*)::int as n from payer_portal_alerts where kind = 'source_down'`)).toEqual([
        { n: 1 },
      ])
      // What was paid waits to be posted.
      await host.deliver()
      const states = await portal<{ status: string }>(
        `select distinct status from payer_portal_postings where read_back_at is null`,
      )
      expect(states.map(({ status }) => status)).not.toContain('removed')
      expect(await rowOf(bill)).toMatchObject({ pending: 2500 })
    } finally {
      await onServer(`alter database "${name}" with allow_connections true`)
    }
    await new Promise((resolve) => setTimeout(resolve, 1100))
    await host.jobs()
    await synced()
    // Whether its posting got there by now or not.
    const { balance, pending } = await rowOf(bill)
    expect(balance - pending).toBe(7500)
    expect(await partedPending(host.payload)).toEqual([])
  })

  it('a firm that wants no payment on unchecked amounts takes none, says so, and takes them again afterwards', async () => {
    const payer = await host.payer()
    const [bill = ''] = await bills(payer)
    const { payerPortal } = host.payload.config.custom as { payerPortal: { whenSourceDown: string } }
    const charges = (await host.charges()).length
    const blocker = new pg.Client({ connectionString: ledger.url })
    await blocker.connect()
    payerPortal.whenSourceDown = 'stop'
    try {
      await blocker.query('begin; lock table bills in access exclusive mode')
      for (const _ of [1, 2]) expect(refusal(await pay(payer, { [bill]: 1000 }))[1]).toBe('payments_paused')
      expect([(await host.charges()).length, (await rowOf(bill)).pending]).toEqual([charges, 0])
      await blocker.query('rollback')
      await new Promise((resolve) => setTimeout(resolve, 1100))
      expect((await pay(payer, { [bill]: 1000 })).status).toBe(201)
    } finally {
      payerPortal.whenSourceDown = 'accept'
      await blocker.end()
    }
  })

  it('P-08 whatever comes between, no more is ever taken than is open there', async () => {
    const payer = await host.payer()
    const [one = '', two = ''] = await bills(payer, 2)
    let seed = 7
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return Math.floor((seed / 2_147_483_648) * below)
    }
    const steps: (() => Promise<unknown>)[] = [
      () => pay(payer, { [one]: 1 + random(2500) }),
      () => pay(payer, { [one]: 1 + random(1500), [two]: 1 + random(1500) }),
      () => Promise.all([pay(payer, { [two]: 1 + random(4000) }), pay(payer, { [two]: 1 + random(4000) })]),
      () => host.deliver(),
      () => Promise.all([sync().catch(() => null), pay(payer, { [one]: 1 + random(3000) })]),
      // A cheque of no more than is left beside what is reserved here.
      async () => {
        const bill = random(2) ? one : two
        const { pending } = await rowOf(bill)
        const left = (await open(bill)) - pending
        if (left > 100)
          await ledger.query('update bills set open = open - $2 where id = $1', [
            bill,
            random(Math.min(left, 800)) / 100,
          ])
      },
    ]
    for (let step = 0; step < 30; step += 1) {
      await steps[random(steps.length)]?.()
      for (const bill of [one, two]) expect([step, bill, (await open(bill)) >= 0]).toEqual([step, bill, true])
      expect(await partedPending(host.payload)).toEqual([])
    }
    await host.deliver()
    await synced()
    for (const bill of [one, two]) {
      const { balance, pending } = await rowOf(bill)
      expect([bill, balance, pending]).toEqual([bill, await open(bill), 0])
      expect(balance).toBeGreaterThanOrEqual(0)
    }
  })
})

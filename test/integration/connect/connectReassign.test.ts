import { poolOf } from '../../../src/base/database.ts'
import type { BillingSource } from '../../../src/connect/BillingSource.ts'
import { syncSource } from '../../../src/connect/sync/syncSource.ts'
import { portalOptions } from '../../../src/options/portalOptions.ts'
import { memoryBooks } from '../../helpers/memoryBooks.ts'
import { bootPaymentHost, type PaymentHost, partedPending } from '../../helpers/paymentHost.ts'

describe('P-07 a billing source whose key was changed, so that every invoice is there twice', () => {
  it('P-07 takes no payment of what nothing reads any more, tells staff, and takes that of the invoice which is read', async () => {
    const books = memoryBooks()
    const host = await bootPaymentHost({ portal: { sources: [books] } })
    try {
      const payer = await host.payer()
      const bill = books.add(payer.client, 5000)
      const sync = async (source: string) =>
        expect(await syncSource({ payload: host.payload, source })).toMatchObject({ status: 'succeeded' })
      await sync('firm')
      const sources = portalOptions(host.payload).sources as BillingSource[]
      sources.splice(0, 1, { ...books, key: 'firm-2' })
      await sync('firm-2')
      const { rows } = await poolOf(host.payload).query<{ id: number }>(
        'select id from invoices where external_id = $1 order by id',
        [bill],
      )
      expect(rows).toHaveLength(2)
      const pay = async ({ id }: { id: number } = { id: 0 }) =>
        host.pay(payer, {
          allocations: [{ invoice: id, amount: 5000 }],
          confirmationToken: await host.token(),
        })
      const paid = await pay(rows[1])
      expect(paid.body.transaction).toMatchObject({ status: 'succeeded', held: null })
      const refused = await pay(rows[0])
      expect([refused.status, refused.body.errors[0].data.code]).toEqual([409, 'payments_paused'])
      expect(await host.charges()).toHaveLength(1)
      const alerts = await poolOf(host.payload).query('select kind, source, message from payer_portal_alerts')
      expect(alerts.rows).toEqual([
        { kind: 'source_down', source: 'firm', message: expect.stringContaining('is not configured') },
      ])
    } finally {
      await host.close()
    }
  })
})

describe('Y-05 an invoice that the firm gives to another client', () => {
  const books = memoryBooks()
  let host: PaymentHost

  const sync = async () =>
    expect(await syncSource({ payload: host.payload, source: 'firm' })).toMatchObject({ status: 'succeeded' })
  const idOf = async (externalId: string): Promise<number> =>
    (await poolOf(host.payload).query('select id from invoices where external_id = $1', [externalId])).rows[0]?.id
  const seenBy = async (payer: Awaited<ReturnType<PaymentHost['payer']>>) => {
    const { body } = await host.as(payer, '/api/portal/invoices')
    return body.docs.map(({ number }: { number: string }) => number)
  }
  const payWithBank = async (payer: Awaited<ReturnType<PaymentHost['payer']>>, invoice: number) =>
    host.pay(payer, {
      allocations: [{ invoice, amount: 1000 }],
      confirmationToken: await host.token('pm_card_authenticationRequired'),
    })
  const statusOf = async (transaction: number) =>
    (await poolOf(host.payload).query('select status::text from transactions where id = $1', [transaction])).rows[0]
      ?.status

  beforeAll(async () => {
    host = await bootPaymentHost({ portal: { sources: [books] } })
  })
  afterAll(() => host.close())

  it('Y-05 is seen by the one and no more by the other on the very next request, and what was begun is ended', async () => {
    const [ada, ben] = [await host.payer(), await host.payer()]
    const [moved, kept] = [books.add(ada.client, 5000), books.add(ada.client, 6000)]
    await sync()
    expect([await seenBy(ada), await seenBy(ben)]).toEqual([[moved, kept], []])
    const [invoice, other] = [await idOf(moved), await idOf(kept)]
    const begun = await payWithBank(ada, invoice)
    const staying = await payWithBank(ada, other)
    expect([begun.body.transaction.status, staying.body.transaction.status]).toEqual([
      'requires_action',
      'requires_action',
    ])
    expect(await host.pendingOf(invoice)).toBe(1000)

    books.assign(moved, ben.client)
    await sync()
    expect([await seenBy(ada), await seenBy(ben)]).toEqual([[kept], [moved]])
    expect((await host.as(ada, `/api/portal/invoices/${invoice}`)).status).toBe(404)
    expect((await host.as(ben, `/api/portal/invoices/${invoice}`)).status).toBe(200)

    await host.jobs()
    expect(await statusOf(begun.body.transaction.id)).toBe('canceled')
    expect(await host.pendingOf(invoice)).toBe(0)
    expect(await statusOf(staying.body.transaction.id)).toBe('requires_action')
    expect(await host.pendingOf(other)).toBe(1000)
    const paid = await host.pay(ben, {
      allocations: [{ invoice, amount: 5000 }],
      confirmationToken: await host.token(),
    })
    expect(paid.body.transaction.status).toBe('succeeded')
    expect(await partedPending(host.payload)).toEqual([])
  })

  it('Y-05 what changed and may still be paid goes on', async () => {
    const ada = await host.payer()
    const bill = books.add(ada.client, 5000)
    await sync()
    const invoice = await idOf(bill)
    const begun = await payWithBank(ada, invoice)
    books.add(ada.client, 1)
    await poolOf(host.payload).query(`update invoices set memo = 'old' where id = $1`, [invoice])
    await sync()
    await host.jobs()
    expect(await statusOf(begun.body.transaction.id)).toBe('requires_action')
  })
})

import { poolOf } from '../../src/base/database.ts'
import { postTransaction } from '../../src/connect/posting/postTransaction.ts'
import { portalOptions } from '../../src/options/portalOptions.ts'
import type { MerchantAccount } from '../../src/options/types.ts'
import { refuseLostAccounts } from '../../src/payments/refuseLostAccounts.ts'
import { bootHost } from '../helpers/host/bootHost.ts'
import { memoryBooks } from '../helpers/memoryBooks.ts'
import { bootPaymentHost, type PaymentHost } from '../helpers/paymentHost.ts'

const books = memoryBooks()
let host: PaymentHost

beforeAll(async () => {
  host = await bootPaymentHost({ portal: { sources: [books] } })
})
afterAll(() => host.close())

const renamed = { 'operating-new': { label: 'Operating', kind: 'operating' } } as const
const boot = () => bootHost({ databaseUrl: host.databaseUrl, portal: { accounts: renamed } })
const run = (text: string, values: unknown[] = []) => poolOf(host.payload).query(text, values)

/** The options as a host has them after the next start. */
async function withAccounts(accounts: Record<string, MerchantAccount>, work: () => Promise<unknown>): Promise<void> {
  const options = portalOptions(host.payload) as { accounts: Readonly<Record<string, MerchantAccount>> }
  const before = options.accounts
  options.accounts = accounts
  try {
    await work()
  } finally {
    options.accounts = before
  }
}

describe('a merchant account whose key is in the options no more', () => {
  it('P-06 stops the boot while a bank debit for it is under way, and no longer than that', async () => {
    const payer = await host.payer()
    const invoice = await host.invoice(payer.client)
    const answer = await host.pay(payer, {
      allocations: [{ invoice, amount: 10_000 }],
      confirmationToken: await host.token('pm_usBankAccount_success'),
    })
    expect(answer.body.transaction.status).toBe('processing')
    await expect(boot()).rejects.toThrow(/`accounts` does not name .*operating-ny \(1\).*put it back/)
    await host.standIn.control('advance', { businessDays: 5 })
    await host.deliver()
    const { rows } = await run('select status::text, held from transactions where payer_id = $1', [payer.id])
    expect(rows).toEqual([{ status: 'succeeded', held: null }])
    const again = await boot()
    await again.detach()
  })

  it.each(['pending', 'requires_action', 'processing'])(
    'P-06 counts a payment that is %s as under way',
    async (status) => {
      await run(
        `insert into transactions (reference, kind, status, payer_id, channel, amount, currency, account) select 'X-' || $1::text, 'payment', $1::text::enum_transactions_status, id, 'portal', 1, 'usd', 'gone' from payers limit 1`,
        [status],
      )
      try {
        await expect(refuseLostAccounts(host.payload)).rejects.toThrow(/gone \(1\)/)
        await withAccounts({ gone: { label: 'Gone', kind: 'operating' } }, () => refuseLostAccounts(host.payload))
      } finally {
        await run(`delete from transactions where account = 'gone'`)
      }
    },
  )

  it('lets a posting into it wait for staff, rather than write it without its codes', async () => {
    const payer = await host.payer()
    const invoice = await host.invoice(payer.client)
    await host.pay(payer, { allocations: [{ invoice, amount: 500 }], confirmationToken: await host.token() })
    const { rows } = await run(
      'select p.id from payer_portal_postings p join transactions t on t.id = p.transaction_id where t.payer_id = $1',
      [payer.id],
    )
    const posting = rows[0]?.id as number
    const posted = books.posted.length
    await withAccounts(renamed, () => postTransaction({ payload: host.payload, posting }))
    const state = async () =>
      (await run('select status, error from payer_portal_postings where id = $1', [posting])).rows
    expect(await state()).toEqual([
      { status: 'incomplete', error: expect.stringContaining('no merchant account operating-ny any more') },
    ])
    expect(books.posted).toHaveLength(posted)
    await postTransaction({ payload: host.payload, posting })
    expect(await state()).toEqual([{ status: 'posted', error: null }])
  })
})

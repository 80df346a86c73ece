import { randomUUID } from 'node:crypto'
import { poolOf } from '../../src/base/database.ts'
import type { PortalClient } from '../../src/portal/api/portalClient.ts'
import { RequestError } from '../../src/portal/api/RequestError.ts'
import type { Id } from '../../src/portal/api/types.ts'
import { createAssociation } from '../factories/createAssociation.ts'
import { createPayer } from '../factories/createPayer.ts'
import type { LoggedInPayer } from '../factories/loginPayer.ts'
import { bootPaymentHost, type PaymentHost } from '../helpers/paymentHost.ts'
import { portalTab } from '../helpers/portalTab.ts'

/** One browser, two tabs: the portal's own client in each, over one cookie. */
let host: PaymentHost
let login: LoggedInPayer & { client: string }
let other: { id: number; client: string }

beforeAll(async () => {
  host = await bootPaymentHost()
  login = await host.payer()
  const id = await createPayer(host.payload)
  other = { id, client: `C-${id}-${randomUUID().slice(0, 8)}` }
  await createAssociation(host.payload, id, { clientNumber: other.client })
  await act(login.loginId, id)
})
afterAll(() => host.close())

const query = async (text: string, values: unknown[]) => (await poolOf(host.payload).query(text, values)).rows

/** Lets a login act for one more record, as accepting an invite does. */
const act = (loginId: number, payer: number, role = 'pay') =>
  query(
    `insert into payer_portal_people (payer_id, email, role, login_id, invite_status)
     select $2, email, $3, id, 'accepted' from payer_portal_logins where id = $1 returning id`,
    [loginId, payer, role],
  )

const tab = (payer: Id | null) => portalTab(host, { cookie: login.cookie.cookie, payer })

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof RequestError ? error.code : Promise.reject(error)),
  )
const payerOfTransaction = async (id: Id) =>
  (await query('select payer_id from transactions where id = $1', [id]))[0]?.payer_id

describe('two tabs of one login that acts for two records', () => {
  it('each sees its own record, whichever was switched to last', async () => {
    const [mine, theirs] = [await host.invoice(login.client), await host.invoice(other.client)]
    const [first, second] = [tab(login.id), tab(other.id)]
    for (const switched of [other.id, login.id]) {
      await second.switchPayer(switched)
      expect((await first.invoices({})).docs.map(({ id }) => id)).toEqual([mine])
      expect((await second.invoices({})).docs.map(({ id }) => id)).toEqual([theirs])
      expect((await first.me(login.id)).user?.id).toBe(login.id)
      expect((await second.me(other.id)).user?.id).toBe(other.id)
      expect([await first.get(first.invoicePdfUrl(mine)), await second.get(second.invoicePdfUrl(theirs))]).toEqual([
        200, 200,
      ])
      expect([await first.get(first.invoicePdfUrl(theirs)), await second.get(second.invoicePdfUrl(mine))]).toEqual([
        404, 404,
      ])
    }
    expect((await tab(null).me()).user?.id).toBe(login.id)
  })

  it('each pays for its own record, also an invoice that both see', async () => {
    const shared = `C-shared-${randomUUID().slice(0, 8)}`
    for (const payer of [login.id, other.id]) await createAssociation(host.payload, payer, { clientNumber: shared })
    const invoice = await host.invoice(shared)
    const [first, second] = [tab(login.id), tab(other.id)]
    await second.switchPayer(other.id)
    const pay = async (client: PortalClient) => {
      const confirmationToken = await host.token()
      const line = { invoice, amount: 500 }
      const body = { amount: 500, currency: 'usd', allocations: [line], confirmationToken, savePaymentMethod: false }
      return (await client.pay(body, randomUUID())).transaction.id
    }
    const [ofFirst, ofSecond] = [await pay(first), await pay(second)]
    expect([await payerOfTransaction(ofFirst), await payerOfTransaction(ofSecond)]).toEqual([login.id, other.id])
    expect((await first.transactions({})).docs.map(({ id }) => id)).toEqual([ofFirst])
    expect((await second.transactions({})).docs.map(({ id }) => id)).toEqual([ofSecond])
    expect(await first.get(first.receiptPdfUrl(ofFirst))).toBe(200)
    expect(await first.get(first.receiptPdfUrl(ofSecond))).toBe(404)
    await first.addPaymentMethod({ confirmationToken: await host.token(), consent: true })
    expect([(await first.paymentMethods()).docs.length, (await second.paymentMethods()).docs.length]).toEqual([1, 0])
  })

  it('a tab whose record is gone says so, and never shows the other one', async () => {
    const third = await createPayer(host.payload)
    await act(login.loginId, third, 'view')
    const shown = tab(third)
    expect((await shown.summary()).totals).toEqual([])
    await query('delete from payer_portal_people where payer_id = $1 and login_id = $2', [third, login.loginId])
    expect(await codeOf(shown.summary())).toBe('payer_not_found')
    expect(await codeOf(shown.allocate({ amount: 100, currency: 'usd' }))).toBe('payer_not_found')
    expect(await shown.get(shown.invoicePdfUrl(1))).toBe(404)
    expect(shown.gone()).toBe(2)
    expect(await codeOf(tab(null).me(third))).toBe('payer_not_found')
  })
})

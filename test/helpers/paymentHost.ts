import { randomUUID } from 'node:crypto'
import type { Payload } from 'payload'
import { poolOf } from '../../src/base/database.ts'
import { stripeGateway } from '../../src/payments/gateways/stripe/stripeGateway.ts'
import { createAssociation } from '../factories/createAssociation.ts'
import { createInvoice, type InvoiceRow } from '../factories/createInvoice.ts'
import { type LoggedInPayer, loginPayer } from '../factories/loginPayer.ts'
import {
  PUBLISHABLE_KEY,
  SECRET_KEY,
  type StandIn,
  startStandIn,
  WEBHOOK_SECRET,
} from '../integration/stripeStandIn.ts'
import { type Answer, bootHost, type Host } from './host/bootHost.ts'
import type { HostOptions } from './host/hostConfig.ts'
import { runJobs } from './mailJobs.ts'

type Line = { invoice: number; amount: number }
export type PayBody = { amount?: number; currency?: string; allocations: Line[] } & Record<string, unknown>

export type PaymentHost = Host & {
  standIn: StandIn
  /** A logged-in payer of a client of its own, and that client's number. */
  payer(): Promise<LoggedInPayer & { client: string }>
  invoice(client: string, given?: Partial<InvoiceRow>): Promise<number>
  /** A confirmation token, as the page makes it, for a test card. */
  token(method?: string): Promise<string>
  pay(payer: LoggedInPayer, body: PayBody, key?: string): Promise<Answer>
  /** Calls as this payer. */
  as(payer: LoggedInPayer, path: string, call?: { method?: string; body?: unknown }): Promise<Answer>
  pendingOf(invoice: number): Promise<number>
  /** Hands every delivered event of the stand-in to the webhook, then runs the jobs. */
  deliver(): Promise<void>
  jobs(): Promise<void>
  charges(): Promise<Record<string, unknown>[]>
}

export async function pendingOf(payload: Payload, invoice: number): Promise<number> {
  const { rows } = await poolOf(payload).query<{ pending: string }>('select pending from invoices where id = $1', [
    invoice,
  ])
  return Number(rows[0]?.pending)
}

/** Sums of what allocations hold and what invoices say is pending, where they differ: always empty. */
export async function partedPending(payload: Payload): Promise<unknown[]> {
  const { rows } = await poolOf(payload).query(
    `select i.id, i.pending, coalesce(sum(a.pending), 0) as held from invoices i left join transactions_allocations a on a.invoice_id = i.id
      group by i.id having coalesce(i.pending, 0) <> coalesce(sum(a.pending), 0)`,
  )
  return rows
}

/** A host that pays through the real gateway at a stand-in of its own. */
export async function bootPaymentHost(options: Omit<HostOptions, 'databaseUrl'> = {}): Promise<PaymentHost> {
  const standIn = await startStandIn()
  const gateway = stripeGateway({
    secretKey: SECRET_KEY,
    publishableKey: PUBLISHABLE_KEY,
    webhookSecret: WEBHOOK_SECRET,
    apiBase: standIn.url,
  })
  const host = await bootHost({ ...options, portal: { gateway, ...options.portal } })
  const { payload } = host
  const sent = new Set<string>()
  const as: PaymentHost['as'] = (payer, path, call = {}) => host.call(path, { ...call, headers: payer.headers })
  const deliver = async () => {
    const events = await standIn.stripe.events.list({ limit: 100 })
    for (const event of events.data.filter(({ id }) => !sent.has(id))) {
      sent.add(event.id)
      const body = JSON.stringify(event)
      const signature = standIn.stripe.webhooks.generateTestHeaderString({ payload: body, secret: WEBHOOK_SECRET })
      await host.call('/api/portal/webhooks/stripe', {
        method: 'POST',
        body,
        headers: { 'stripe-signature': signature },
      })
    }
    await runJobs(payload)
  }
  return {
    ...host,
    standIn,
    as,
    deliver,
    jobs: () => runJobs(payload),
    charges: () => standIn.list('charges'),
    pendingOf: (invoice) => pendingOf(payload, invoice),
    async payer() {
      const payer = await loginPayer(host)
      const client = `C-${payer.id}-${randomUUID().slice(0, 8)}`
      await createAssociation(payload, payer.id, { clientNumber: client })
      return { ...payer, client }
    },
    invoice: async (client, given = {}) => (await createInvoice(payload, { clientNumber: client, ...given })).id,
    token: async (method = 'pm_card_visa') =>
      (await standIn.stripe.testHelpers.confirmationTokens.create({ payment_method: method })).id,
    pay: (payer, { amount, currency = 'usd', allocations, ...rest }, key = randomUUID()) =>
      host.call('/api/portal/payments', {
        method: 'POST',
        headers: { ...payer.headers, 'idempotency-key': key },
        body: {
          amount: amount ?? allocations.reduce((sum, line) => sum + line.amount, 0),
          currency,
          allocations,
          ...rest,
        },
      }),
    async close() {
      const violations = await standIn.list('violations')
      await standIn.close()
      await host.close()
      expect(violations).toEqual([])
    },
  }
}

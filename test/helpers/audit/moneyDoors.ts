import { randomUUID } from 'node:crypto'
import { raiseAttention } from '../../../src/attention/raiseAttention.ts'
import { poolOf } from '../../../src/base/database.ts'
import { postTransaction } from '../../../src/connect/posting/postTransaction.ts'
import { settleDispute } from '../../../src/payments/disputes/settleDispute.ts'
import type { LoggedInPayer } from '../../factories/loginPayer.ts'
import type { AuditDoor, AuditDoors, AuditWorld } from './AuditWorld.ts'

type Client = LoggedInPayer & { client: string; actor: { payer: number; person: number } }
type Paid = { payer: Client; transaction: number; payment: string; invoice: number; status: string }

const X = 10_000

async function client(w: AuditWorld): Promise<Client> {
  const payer = await w.host.payer()
  return { ...payer, actor: await w.personOf(payer.id) }
}

async function pay(w: AuditWorld, method = 'pm_card_visa'): Promise<Paid> {
  const payer = await client(w)
  const invoice = await w.host.invoice(payer.client)
  const confirmationToken = await w.host.token(method)
  await w.mark()
  const answer = await w.host.pay(payer, { allocations: [{ invoice, amount: X }], confirmationToken })
  const doc = answer.body.transaction ?? answer.body.errors[0].data.transaction
  const [row] = await w.query('select gateway_id from payer_portal_gateway_payments where transaction_id = $1', [
    doc.id,
  ])
  return { payer, transaction: doc.id, payment: row.gateway_id, invoice, status: doc.status }
}

const of = ({ transaction }: Paid) => ({ transaction, amount: X, currency: 'usd' })

/** The processor tells what became of it. */
const told =
  (act: (w: AuditWorld, paid: Paid) => Promise<unknown>, method?: string): AuditDoor =>
  async (w) => {
    const paid = await pay(w, method)
    await w.host.deliver()
    await w.mark()
    await act(w, paid)
    await w.host.deliver()
    await w.host.deliver()
    return { actor: 'processor', payer: paid.payer.id, data: of(paid) }
  }

const DEBIT = 'pm_usBankAccount_success'
const dispute = (w: AuditWorld, { payment }: Paid, { id, status }: { id: string; status: 'withdrawn' | 'returned' }) =>
  settleDispute({
    payload: w.host.payload,
    dispute: { id, payment, amount: X, currency: 'usd', status, reason: 'fraudulent' },
  })

const payments: AuditDoors = {
  payment_made: {
    card: async (w) => {
      const paid = await pay(w)
      return {
        actor: paid.payer.actor,
        payer: paid.payer.id,
        data: { ...of(paid), channel: 'portal' },
        also: ['payment_succeeded'],
      }
    },
    'a card whose bank asks': async (w) => {
      const paid = await pay(w, 'pm_card_authenticationRequired')
      return { actor: paid.payer.actor, payer: paid.payer.id, data: of(paid) }
    },
  },
  payment_succeeded: {
    'the answer': async (w) => {
      const paid = await pay(w)
      return { actor: 'processor', payer: paid.payer.id, data: of(paid), also: ['payment_made'] }
    },
    'an event, told twice': told((w) => w.host.standIn.control('advance', { businessDays: 5 }), DEBIT),
  },
  payment_failed: {
    'a declined card': async (w) => {
      const paid = await pay(w, 'pm_card_chargeDeclined')
      return { actor: 'processor', payer: paid.payer.id, data: of(paid), also: ['payment_made'] }
    },
  },
  payment_canceled: {
    'the payer': async (w) => {
      const paid = await pay(w, 'pm_card_authenticationRequired')
      await w.mark()
      await w.host.as(paid.payer, `/api/portal/payments/${paid.transaction}/cancel`, { method: 'POST', body: {} })
      return { actor: paid.payer.actor, payer: paid.payer.id, data: of(paid) }
    },
    'login access that ends': async (w) => {
      const paid = await pay(w, 'pm_card_authenticationRequired')
      await w.mark()
      await w.byStaff(`/api/payers/${paid.payer.id}`, 'PATCH', { loginAccess: false })
      await w.host.jobs()
      return { actor: 'system', payer: paid.payer.id, data: of(paid), also: ['login_access_off'] }
    },
    'the processor': told(
      (w, { payment }) => w.host.standIn.stripe.paymentIntents.cancel(payment),
      'pm_card_authenticationRequired',
    ),
  },
  payment_taken_back: {
    'a dispute, told twice': told(async (w, paid) => {
      const told = { id: `du_${randomUUID()}`, status: 'withdrawn' } as const
      for (const _time of [1, 2]) await dispute(w, paid, told)
    }),
  },
  payment_came_back: {
    'a dispute that is won': async (w) => {
      const paid = await pay(w)
      const id = `du_${randomUUID()}`
      await dispute(w, paid, { id, status: 'withdrawn' })
      await w.mark()
      for (const _time of [1, 2]) await dispute(w, paid, { id, status: 'returned' })
      return { actor: 'processor', payer: paid.payer.id, data: { amount: X, currency: 'usd' } }
    },
  },
  'transaction.refund': {
    staff: async (w) => {
      const { payer, transaction } = await pay(w)
      await w.mark()
      const { body } = await w.byStaff(`/api/transactions/${transaction}/refund`, 'POST', { amount: 4000 })
      return {
        actor: 'staff',
        payer: payer.id,
        data: { transaction, refund: body.transaction.id, amount: 4000, currency: 'usd' },
      }
    },
  },
  refund_outside: {
    'an event, told twice': async (w) => {
      const paid = await pay(w)
      await w.host.deliver()
      await w.mark()
      await w.host.standIn.stripe.refunds.create({ payment_intent: paid.payment, amount: 4000 })
      await w.host.deliver()
      return {
        actor: 'processor',
        payer: paid.payer.id,
        data: { transaction: paid.transaction, amount: 4000, currency: 'usd' },
      }
    },
  },
}

const METHODS = '/api/portal/payment-methods'
const keep = async (w: AuditWorld, payer: Client, card = 'pm_card_visa'): Promise<number> => {
  const call = { method: 'POST', body: { confirmationToken: await w.host.token(card), consent: true } }
  return (await w.call(METHODS, { ...call, headers: payer.headers })).body.paymentMethod.id
}

/** A change of an own kept method. */
const methodDoor = (call: { method: string; body?: unknown }): Record<string, AuditDoor> => ({
  'the wallet': async (w) => {
    const payer = await client(w)
    await keep(w, payer)
    const method = await keep(w, payer, 'pm_card_mastercard')
    await w.mark()
    await w.call(`${METHODS}/${method}`, { ...call, headers: payer.headers })
    return { actor: payer.actor, payer: payer.id, data: { method } }
  },
})

const methods: AuditDoors = {
  'payment_method.consent': {
    'the wallet': async (w) => {
      const payer = await client(w)
      await w.mark()
      await keep(w, payer)
      return {
        actor: payer.actor,
        payer: payer.id,
        data: { login: payer.loginId, version: '1' },
        also: ['method_added'],
      }
    },
  },
  method_added: {
    'the wallet': async (w) => {
      const payer = await client(w)
      await w.mark()
      const method = await keep(w, payer)
      return { actor: payer.actor, payer: payer.id, data: { method, last4: '4242' }, also: ['payment_method.consent'] }
    },
    'a payment that keeps it': async (w) => {
      const payer = await client(w)
      const invoice = await w.host.invoice(payer.client)
      const given = { confirmationToken: await w.host.token(), savePaymentMethod: true }
      await w.mark()
      await w.host.pay(payer, { allocations: [{ invoice, amount: X }], ...given })
      const data = { last4: '4242', login: payer.loginId }
      return { actor: 'processor', payer: payer.id, data, also: ['payment_made', 'payment_succeeded'] }
    },
  },
  method_default: methodDoor({ method: 'PATCH', body: { default: true } }),
  method_consented: methodDoor({ method: 'PATCH', body: { consent: true } }),
  method_removed: {
    ...methodDoor({ method: 'DELETE' }),
    'the processor': async (w) => {
      const payer = await client(w)
      const method = await keep(w, payer)
      await w.host.deliver()
      const [row] = await w.query('select gateway_id from payer_portal_payment_methods where id = $1', [method])
      await w.mark()
      await w.host.standIn.stripe.paymentMethods.detach(row.gateway_id)
      await w.host.deliver()
      return { actor: 'processor', payer: payer.id, data: { method } }
    },
  },
}

async function posting(
  w: AuditWorld,
  given: { status: string; removed?: string },
): Promise<{ id: number; payer: number; transaction: number }> {
  const { payer, transaction } = await pay(w)
  const [row] = await w.query(
    'update payer_portal_postings set status = $2, removed_reason = $3 where transaction_id = $1 returning id',
    [transaction, given.status, given.removed ?? null],
  )
  return { id: row.id, payer: payer.id, transaction }
}

const connect: AuditDoors = {
  sync_started: {
    REST: async (w) => {
      await w.byStaff('/api/connect/sync', 'POST', { full: true })
      return { actor: 'staff', payer: null, data: { sources: ['audited'], full: true } }
    },
  },
  parked_row_retried: {
    REST: async (w) => {
      const [row] = await w.query(
        `insert into payer_portal_parked_rows (source, key, reason, row) values ('audited', 'id 1', 'bad', '{}') returning id`,
      )
      await w.mark()
      await w.byStaff(`/api/connect/parked/${row.id}/retry`)
      return { actor: 'staff', payer: null, data: { row: row.id, source: 'audited' } }
    },
    'REST, all of a source': async (w) => {
      await w.query(
        `insert into payer_portal_parked_rows (source, key, reason, row) values ('audited', 'id 2', 'bad', '{}'), ('audited', 'id 3', 'bad', '{}')`,
      )
      const [{ rows }] = await w.query(
        `select count(*)::int as rows from payer_portal_parked_rows where source = 'audited' and resolved_at is null`,
      )
      await w.mark()
      await w.byStaff('/api/connect/parked/retry', 'POST', { source: 'audited' })
      return { actor: 'staff', payer: null, data: { source: 'audited', rows } }
    },
  },
  posting_retried: {
    REST: async (w) => {
      const { id, payer } = await posting(w, { status: 'failed' })
      await w.mark()
      await w.byStaff(`/api/postings/${id}/retry`)
      return { actor: 'staff', payer, data: { posting: id } }
    },
    'many at once': async (w) => {
      const { id, payer } = await posting(w, { status: 'failed' })
      await w.mark()
      await w.byStaff('/api/postings/bulk', 'POST', { action: 'retry', ids: [id], whenClosed: 'first_open_day' })
      return { actor: 'staff', payer, data: { posting: id, whenClosed: 'first_open_day' } }
    },
  },
  posting_removed: {
    REST: async (w) => {
      const { id, payer } = await posting(w, { status: 'failed' })
      const removal = { reason: 'By hand', released: 'already_entered' }
      await w.mark()
      await w.byStaff(`/api/postings/${id}/remove`, 'POST', removal)
      return { actor: 'staff', payer, data: { posting: id, release: 'already_entered', reason: 'By hand' } }
    },
    'many at once': async (w) => {
      const { id, payer } = await posting(w, { status: 'failed' })
      await w.mark()
      await w.byStaff('/api/postings/bulk', 'POST', {
        action: 'remove',
        ids: [id],
        reason: 'x',
        released: 'wont_be_entered',
      })
      return { actor: 'staff', payer, data: { posting: id, release: 'wont_be_entered', reason: 'x' } }
    },
    'Connect, of a refund whose payment was left out': async (w) => {
      const { payer, transaction } = await posting(w, { status: 'removed', removed: 'wont_be_entered: x' })
      const { body } = await w.byStaff(`/api/transactions/${transaction}/refund`, 'POST', {})
      const [row] = await w.query(
        `insert into payer_portal_postings (transaction_id, source, reference) values ($1, 'firm', $2) returning id`,
        [body.transaction.id, randomUUID()],
      )
      await w.mark()
      for (const _time of [1, 2]) await postTransaction({ payload: w.host.payload, posting: row.id })
      return { actor: 'connect', payer, data: { posting: row.id, release: 'wont_be_entered' } }
    },
  },
}

const postings: AuditDoors = {
  posting_reallocated: {
    REST: async (w) => {
      const { id, payer, transaction } = await posting(w, { status: 'incomplete' })
      const [line] = await w.query(
        `select i.client_number as client, a.amount from transactions_allocations a join invoices i on i.id = a.invoice_id where a._parent_id = $1`,
        [transaction],
      )
      const other = await w.host.invoice(line.client)
      await w.mark()
      const allocations = [{ invoice: other, amount: Number(line.amount) }]
      await w.byStaff(`/api/postings/${id}/reallocate`, 'POST', { allocations })
      return { actor: 'staff', payer, data: { posting: id, to: [{ invoice: other, amount: Number(line.amount) }] } }
    },
  },
  postings_exported: {
    REST: async (w) => {
      await w.byStaff('/api/postings/export', 'POST', { status: 'failed', account: 'no-such' })
      return { actor: 'staff', payer: null, data: { filter: { status: 'failed', account: 'no-such' }, rows: 0 } }
    },
  },
}

const attention: AuditDoors = {
  attention_changed: {
    REST: async (w) => {
      const payer = await w.payer()
      const subject = randomUUID()
      await raiseAttention(poolOf(w.host.payload), { kind: 'dispute', subject, payer, message: 'A dispute.' })
      const [item] = await w.query('select id from payer_portal_alerts where dedupe_key = $1', [`dispute:${subject}`])
      await w.mark()
      await w.byStaff(`/api/attention/${item.id}`, 'PATCH', { state: 'done', note: 'Settled' })
      return { actor: 'staff', payer, data: { item: item.id, kind: 'dispute', noted: true } }
    },
  },
}

/** A staff browser that looks at the portal as this payer. */
async function view(w: AuditWorld, payer: number) {
  const cookie = `payer-token=; payload-token=${w.staff.headers.authorization.slice(4)}`
  const { body, headers } = await w.call(`/api/payers/${payer}/view`, { method: 'POST', headers: { cookie }, body: {} })
  const seen = `${cookie}; ${(headers.get('set-cookie') ?? '').split(';')[0]}`
  return { id: body.view as number, headers: { cookie: seen, 'x-payer-view': String(body.view) }, cookie }
}

const end = (w: AuditWorld, payer: number, cookie: string) =>
  w.call(`/api/payers/${payer}/view`, { method: 'DELETE', headers: { cookie } })

const views: AuditDoors = {
  view_begun: {
    REST: async (w) => {
      const payer = await w.payer()
      const { id, cookie } = await view(w, payer)
      const row = { actor: 'staff', payer, data: { view: id } } as const
      const rows = await w.rows()
      await end(w, payer, cookie)
      if (rows.length !== 1) throw new Error('A view that begins is one row.')
      return { ...row, also: ['view_ended'] }
    },
  },
  view_ended: {
    REST: async (w) => {
      const payer = await w.payer()
      const { id, cookie } = await view(w, payer)
      await w.mark()
      for (const _time of [1, 2]) await end(w, payer, cookie)
      return { actor: 'staff', payer, data: { view: id } }
    },
  },
  document_downloaded: {
    'an invoice': async (w) => {
      const payer = await client(w)
      const invoice = await w.host.invoice(payer.client)
      const { id, headers, cookie } = await view(w, payer.id)
      await w.mark()
      await w.call(`/api/portal/invoices/${invoice}/pdf`, { headers })
      const rows = await w.rows()
      await end(w, payer.id, cookie)
      if (rows.length !== 1) throw new Error('A download is one row.')
      return { actor: 'staff', payer: payer.id, data: { view: id, invoice }, also: ['view_ended'] }
    },
    'a receipt': async (w) => {
      const { payer, transaction } = await pay(w)
      const { id, headers, cookie } = await view(w, payer.id)
      await w.mark()
      await w.call(`/api/portal/transactions/${transaction}/receipt.pdf`, { headers })
      await end(w, payer.id, cookie)
      return { actor: 'staff', payer: payer.id, data: { view: id, transaction }, also: ['view_ended'] }
    },
  },
}

/** What is done about money, to postings and syncs, and in views of a payer. */
export const moneyDoors: AuditDoors = { ...payments, ...methods, ...connect, ...postings, ...attention, ...views }

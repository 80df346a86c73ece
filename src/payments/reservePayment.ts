import { randomBytes } from 'node:crypto'
import type { Payload, PayloadRequest } from 'payload'
import { recordAudit } from '../audit/recordAudit.ts'
import { type Queryable, withTransaction } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'
import type { Balances } from '../connect/fresh/refreshInvoices.ts'
import { enqueueJob } from '../jobs/enqueueJob.ts'
import { portalOptions } from '../options/portalOptions.ts'
import type { PortalTimes } from '../options/types.ts'
import { checkAllocations } from './checkAllocations.ts'
import { findRepeat } from './findRepeat.ts'
import { newReference } from './newReference.ts'
import type { PayingPayer, PaymentRequest } from './PaymentRequest.ts'
import { readConsentVersion } from './readConsentVersion.ts'
import { readScopedInvoices, type ScopedInvoice } from './readScopedInvoices.ts'
import { retryOnDeadlock } from './retryOnDeadlock.ts'
import type { Channel } from './transactionStatuses.ts'

export type Reservation = {
  payload: Payload
  /** The call that pays, for the audit log. */
  req: PayloadRequest
  payer: PayingPayer
  channel: Channel
  request: PaymentRequest
  key: string
  hash: string
  /** Were the amounts asked for just now? Kept in the audit log. */
  balances: Balances
}

/** `isNew` is false when this key made the transaction before. */
export type Reserved =
  | { transaction: number; reference: string; account: string; isNew: true }
  | { transaction: number; isNew: false }

const INSERT = `with made as (
    insert into transactions (reference, kind, status, payer_id, channel, amount, currency, account, refunded_amount, surcharge_amount, posting_status)
    values ($1, 'payment', 'pending', $2, $3, $4, $5, $6, 0, 0, 'none') returning id
  ), lines as (
    select * from unnest($7::int[], $8::text[], $9::numeric[], $10::text[]) with ordinality as l(invoice, number, amount, id, place)
  ), allocated as (
    insert into transactions_allocations (_order, _parent_id, id, invoice_id, invoice_number, amount, pending)
    select l.place, made.id, l.id, l.invoice, l.number, l.amount, l.amount from lines l, made
  ), reserved as (
    update invoices i set pending = coalesce(i.pending, 0) + l.amount from lines l where i.id = l.invoice
  ), tracked as (
    insert into payer_portal_gateway_payments (transaction_id, chosen_method_id, save_method, consent_version, login_id, lease_until, expires_at)
    select made.id, $11::int, $12::boolean, $13::text, $14::int, now() + make_interval(secs => $15::int), now() + make_interval(secs => $16::int) from made
  ), keyed as (
    insert into payer_portal_idempotency (payer_id, key, request_hash, transaction_id) select $2::int, $17::text, $18::text, made.id from made
  )
  select id from made`

/** Orders parallel requests of one key, so that the later ones find what the first one made. */
async function lockKey(tx: Queryable, { payer, key }: Reservation): Promise<void> {
  await tx.query({
    name: 'payment-lock-key',
    text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))',
    values: [`payment:${payer.id}:${key}`],
  })
}

/** Login access cannot be switched off between this look and our commit. */
async function lockPayer(tx: Queryable, payer: number): Promise<void> {
  const { rows } = await tx.query<{ login_access: boolean | null }>({
    name: 'payment-lock-payer',
    text: 'select login_access from payers where id = $1 for share',
    values: [payer],
  })
  if (!rows[0]?.login_access) throw new PortalError('login_required')
}

/** A method cannot be removed between this look and our commit. */
async function lockMethod(tx: Queryable, { payer, method }: { payer: number; method: number }): Promise<void> {
  const { rowCount } = await tx.query({
    name: 'payment-lock-method',
    text: 'select 1 from payer_portal_payment_methods where id = $1 and payer_id = $2 and removed_at is null for share',
    values: [method, payer],
  })
  if (!rowCount) throw new PortalError('payment_method_not_found')
}

/** In id order, as everything does that takes several of these locks. */
async function lockInvoices(tx: Queryable, ids: number[]): Promise<void> {
  await tx.query({
    name: 'payment-lock-invoices',
    text: 'select 1 from invoices where id = any($1::int[]) order by id for update',
    values: [ids],
  })
}

/** The jobs that end what nobody goes on with. */
async function lookAfter(tx: Queryable, { transaction, times }: { transaction: number; times: PortalTimes }) {
  const jobs = { payload: { transaction } }
  await enqueueJob(tx, {
    ...jobs,
    task: 'recoverPayment',
    runAt: new Date(Date.now() + (times.paymentLease + 1) * 1000),
  })
  await enqueueJob(tx, { ...jobs, task: 'expirePayment', runAt: new Date(Date.now() + (times.reservation + 1) * 1000) })
}

async function insertPayment(
  tx: Queryable,
  reservation: Reservation,
  checked: { account: string; invoices: ScopedInvoice[] },
): Promise<Reserved> {
  const { payload, payer, channel, request, key, hash } = reservation
  const { times } = portalOptions(payload)
  const reference = newReference('P')
  const numbers = new Map(checked.invoices.map(({ id, number }) => [id, number]))
  const lines = request.allocations
  const { choice } = request
  const isSaving = 'save' in choice && choice.save
  const { rows } = await tx.query<{ id: number }>({
    name: 'payment-reserve',
    text: INSERT,
    values: [
      reference,
      payer.id,
      channel,
      request.amount,
      request.currency,
      checked.account,
      lines.map(({ invoice }) => invoice),
      lines.map(({ invoice }) => numbers.get(invoice) ?? null),
      lines.map(({ amount }) => amount),
      lines.map(() => randomBytes(12).toString('hex')),
      'method' in choice ? choice.method : null,
      isSaving,
      isSaving ? await readConsentVersion(tx) : null,
      payer.loginId,
      times.paymentLease,
      times.reservation,
      key,
      hash,
    ],
  })
  const transaction = rows[0]?.id
  if (!transaction) throw new Error('The reservation was not stored.')
  const { balances } = reservation
  const data = { transaction, reference, amount: request.amount, currency: request.currency, channel, balances }
  await recordAudit(tx, { req: reservation.req, action: 'payment_made', payer: payer.id, data })
  await lookAfter(tx, { transaction, times })
  return { transaction, reference, account: checked.account, isNew: true }
}

/**
 * Takes the amounts out of what others can pay, before any gateway is asked: scope and amounts due are
 * read under the invoices' locks, and the transaction, its allocations, the Idempotency-Key and the
 * jobs that look after it are stored in one commit. Throws the refusals of `checkAllocations`.
 */
export function reservePayment(reservation: Reservation): Promise<Reserved> {
  const { payload, payer, request, key, hash } = reservation
  const { accounts } = portalOptions(payload)
  return retryOnDeadlock(() =>
    withTransaction(payload, async (tx) => {
      await lockKey(tx, reservation)
      const repeated = await findRepeat(tx, { payer: payer.id, key, hash })
      if (repeated !== null) return { transaction: repeated, isNew: false }
      const ids = request.allocations.map(({ invoice }) => invoice)
      await lockPayer(tx, payer.id)
      if ('method' in request.choice) await lockMethod(tx, { payer: payer.id, method: request.choice.method })
      await lockInvoices(tx, ids)
      const invoices = await readScopedInvoices({ tx, payload, payer: payer.id, ids })
      const { account } = checkAllocations({
        allocations: request.allocations,
        currency: request.currency,
        invoices,
        accounts,
      })
      return insertPayment(tx, reservation, { account, invoices })
    }),
  )
}

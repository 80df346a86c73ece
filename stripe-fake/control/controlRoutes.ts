import type { Fake } from '../api/Fake.ts'
import { completeAction, type Outcome } from '../resources/completeAction.ts'
import { closeDispute, openDispute } from '../resources/disputes.ts'
import { businessSeconds } from '../resources/laterIn.ts'
import { intentById } from '../resources/paymentIntents.ts'
import { failRefund } from '../resources/refunds.ts'
import { runDue } from '../resources/runDue.ts'
import type { Deliverer } from '../server/Deliverer.ts'
import type { FaultMode, Faults } from '../server/Faults.ts'

type RequestLine = {
  method: string
  path: string
  idempotencyKey: string | null
  status: number | null
  at: string
}
type Settings = { latencyMs: number; isDeliveredFirst: boolean }
export type Control = { fake: Fake; deliverer: Deliverer; faults: Faults; requests: RequestLine[]; settings: Settings }

type Body = Record<string, unknown>
type Handler = (control: Control, body: Body) => object | Promise<object>

const MODES: readonly string[] = ['status', 'drop-before', 'drop-after', 'timeout'] satisfies FaultMode[]

/** A bad control call: 400 with the message. */
export class ControlError extends Error {}

function text(body: Body, field: string): string {
  const value = body[field]
  if (typeof value !== 'string' || !value) throw new ControlError(`\`${field}\` is required`)
  return value
}

function reset({ fake, deliverer, faults, requests, settings }: Control): object {
  deliverer.clear()
  faults.clear()
  fake.store.clear()
  fake.outbox.length = 0
  requests.length = 0
  settings.isDeliveredFirst = false
  return {}
}

function configure({ deliverer, settings }: Control, body: Body): object {
  if ('webhook' in body) {
    const webhook = body.webhook as Body | null
    deliverer.configure(webhook && { url: text(webhook, 'url'), secret: text(webhook, 'secret') })
  }
  if (body.latencyMs !== undefined) settings.latencyMs = Number(body.latencyMs)
  if (body.deliverBeforeAnswer !== undefined) settings.isDeliveredFirst = body.deliverBeforeAnswer === true
  return {}
}

function advance({ fake }: Control, body: Body): object {
  const seconds = Number(body.seconds ?? 0) + businessSeconds(fake.store.now(), Number(body.businessDays ?? 0))
  if (!Number.isInteger(seconds) || seconds < 0)
    throw new ControlError('`seconds` or `businessDays` must be whole and not negative')
  fake.store.advance(seconds)
  runDue(fake)
  return { now: fake.store.now() }
}

function failNext({ faults }: Control, body: Body): object {
  const mode = text(body, 'mode')
  if (!MODES.includes(mode)) throw new ControlError(`\`mode\` is one of ${MODES.join(', ')}`)
  faults.order({
    mode: mode as FaultMode,
    ...(body.path !== undefined && { path: text(body, 'path') }),
    ...(body.method !== undefined && { method: text(body, 'method') }),
    status: Number(body.status ?? 500),
    times: Number(body.times ?? 1),
  })
  return {}
}

function eventsWanted({ fake }: Control, body: Body): string[] {
  if (body.event !== undefined) return [text(body, 'event')]
  const events = fake.store.all('event').filter((event) => body.type === undefined || event.type === body.type)
  return events.map((event) => event.id)
}

function chargeOf(fake: Fake, body: Body): string {
  return body.charge === undefined
    ? String(intentById(fake, text(body, 'payment_intent')).latest_charge)
    : text(body, 'charge')
}

function charges({ fake }: Control): object {
  const rows = fake.store.all('charge').map((charge) => {
    const { id, amount, amount_refunded, currency, status, customer, payment_intent, disputed, created } = charge
    const reference = charge.metadata.reference ?? null
    return { id, payment_intent, amount, amount_refunded, currency, status, customer, disputed, reference, created }
  })
  return { data: rows }
}

const ORDERS = ['fifo', 'reverse', 'shuffle'] as const

/** What tests and the demo do to the stand-in beside Stripe's own API. */
export const controlRoutes: Record<string, Handler> = {
  'POST reset': reset,
  'POST configure': configure,
  'POST advance': advance,
  'POST fail-next': failNext,
  'POST hold': ({ deliverer }) => {
    deliverer.hold()
    return {}
  },
  'POST release': ({ deliverer }, body) => ({
    events: deliverer.release(ORDERS.find((order) => order === body.order) ?? 'fifo'),
  }),
  'POST shuffle': ({ deliverer }) => ({ events: deliverer.release('shuffle') }),
  'POST redeliver': (control, body) => {
    const events = eventsWanted(control, body)
    control.deliverer.redeliver(events, Number(body.times ?? 1))
    return { events }
  },
  'POST settled': async ({ deliverer }) => {
    await deliverer.settled()
    return {}
  },
  'POST complete-action': ({ fake }, body) => {
    const id = body.setup_intent === undefined ? text(body, 'payment_intent') : text(body, 'setup_intent')
    return completeAction(fake, id, (body.outcome === 'failed' ? 'failed' : 'succeeded') satisfies Outcome)
  },
  'POST open-dispute': ({ fake }, body) =>
    openDispute(fake, chargeOf(fake, body), { isInquiry: body.inquiry === true, isFinal: body.final === true }),
  'POST close-dispute': ({ fake }, body) =>
    closeDispute(fake, text(body, 'dispute'), body.outcome === 'won' ? 'won' : 'lost'),
  'POST fail-refund': ({ fake }, body) => {
    failRefund(fake, text(body, 'refund'))
    return {}
  },
  'GET charges': charges,
  'GET deliveries': ({ deliverer }) => ({ data: deliverer.attempts }),
  'GET requests': ({ requests }) => ({ data: requests }),
  'GET violations': ({ fake }) => ({ data: fake.judge.violations }),
  'GET health': () => ({ ok: true }),
}

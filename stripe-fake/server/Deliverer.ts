import Stripe from 'stripe'
import type { Fake } from '../api/Fake.ts'
import type { Delivery } from '../state/Store.ts'

export type Webhook = { url: string; secret: string }
export type Attempt = {
  event: string
  type: string
  attempt: number
  status: number | null
  error: string | null
  at: string
}

const RETRY_AFTER_MS = [250, 1000, 4000, 15_000, 30_000]
const TIMEOUT_MS = 10_000
const KEPT_ATTEMPTS = 2000
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** Sends events to the webhook, signed as Stripe signs them: at once, held back, again, or in another order. */
export class Deliverer {
  readonly attempts: Attempt[] = []
  private webhook: Webhook | null = null
  private isHolding = false
  private readonly timers = new Set<NodeJS.Timeout>()
  private readonly running = new Set<Promise<void>>()
  private readonly stop = new AbortController()

  constructor(private readonly fake: Fake) {}

  /** Where events go; null for nowhere. Only this machine is allowed. Throws on any other address. */
  configure(webhook: Webhook | null): void {
    if (webhook && !LOOPBACK.has(new URL(webhook.url).hostname))
      throw new Error('The stand-in sends webhooks to this machine only.')
    this.webhook = webhook
  }

  /** Takes the events of one request. Resolves after the first attempt of each. */
  async take(events: readonly string[]): Promise<void> {
    if (!this.webhook) return
    const status = this.isHolding ? 'held' : 'waiting'
    for (const id of events)
      this.fake.store.put('delivery', { id, at: this.fake.store.now(), status, attempts: 0, lastStatus: null })
    if (!this.isHolding) await Promise.all(events.map((id) => this.start(id)))
  }

  /** Goes on with what an earlier run of the process left undelivered. */
  resume(): void {
    for (const delivery of this.fake.store.all('delivery'))
      if (delivery.status === 'waiting') void this.start(delivery.id)
  }

  hold(): void {
    this.isHolding = true
  }

  /** Ends `hold` and sends what was held, in the given order. Answers the ids. */
  release(order: 'fifo' | 'reverse' | 'shuffle'): string[] {
    this.isHolding = false
    const held = this.fake.store
      .all('delivery')
      .filter((row) => row.status === 'held')
      .map((row) => row.id)
    if (order === 'reverse') held.reverse()
    if (order === 'shuffle') held.sort(() => Math.random() - 0.5)
    for (const id of held) void this.start(id)
    return held
  }

  /** Sends events again that were sent before, each `times` times. */
  redeliver(events: readonly string[], times = 1): void {
    for (const id of events) for (let at = 0; at < times; at++) void this.start(id)
  }

  /** Resolves when nothing is on its way. */
  async settled(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled([...this.running])
  }

  /** Forgets what it has done, for a reset. */
  clear(): void {
    this.isHolding = false
    this.attempts.length = 0
    for (const timer of this.timers) clearTimeout(timer)
    this.timers.clear()
  }

  async close(): Promise<void> {
    this.clear()
    this.stop.abort()
    await this.settled()
  }

  private start(id: string): Promise<void> {
    const work = this.attempt(id).finally(() => this.running.delete(work))
    this.running.add(work)
    return work
  }

  private async attempt(id: string): Promise<void> {
    const event = this.fake.store.get('event', id)
    const webhook = this.webhook
    if (!event || !webhook || this.stop.signal.aborted) return
    const old = this.fake.store.get('delivery', id)
    const attempts = (old?.attempts ?? 0) + 1
    const { status, error } = await this.post(webhook, JSON.stringify(event))
    const isDelivered = status !== null && status >= 200 && status < 300
    this.attempts.push({ event: id, type: event.type, attempt: attempts, status, error, at: new Date().toISOString() })
    if (this.attempts.length > KEPT_ATTEMPTS) this.attempts.shift()
    const isOver = attempts > RETRY_AFTER_MS.length
    const outcome: Delivery['status'] = isDelivered ? 'delivered' : isOver ? 'failed' : 'waiting'
    this.fake.store.put('delivery', { id, at: this.fake.store.now(), status: outcome, attempts, lastStatus: status })
    this.fake.store.flush()
    if (outcome === 'waiting') this.retry(id, attempts)
  }

  private retry(id: string, attempts: number): void {
    const timer = setTimeout(
      () => {
        this.timers.delete(timer)
        void this.start(id)
      },
      RETRY_AFTER_MS[attempts - 1],
    )
    timer.unref()
    this.timers.add(timer)
  }

  private async post(webhook: Webhook, body: string): Promise<{ status: number | null; error: string | null }> {
    const signature = Stripe.webhooks.generateTestHeaderString({ payload: body, secret: webhook.secret })
    try {
      const response = await fetch(webhook.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'stripe-signature': signature,
          'user-agent': 'Stripe/1.0 (stand-in)',
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([this.stop.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      })
      await response.arrayBuffer()
      return { status: response.status, error: null }
    } catch (error) {
      return { status: null, error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) }
    }
  }
}

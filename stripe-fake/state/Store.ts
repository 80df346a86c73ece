import type Stripe from 'stripe'
import type { Behaviour } from '../resources/testMethods.ts'
import { Journal } from './Journal.ts'

/** What the stand-in knows of a payment method and does not show. Never a card number. */
export type MethodFact = { id: string; behaviour: Behaviour; isSetUp: boolean; isConsumed: boolean }
/** A result kept under an idempotency key. */
type KeptResult = { id: string; fingerprint: string; status: number; body: string; at: number }
/** Something that happens later, on the stand-in's own clock (seconds). */
export type Due = {
  id: string
  at: number
  kind: 'settleDebit' | 'bookCharge' | 'settleRefund' | 'failRefund' | 'openDispute'
  about: string
}
export type Delivery = {
  id: string
  at: number
  status: 'held' | 'waiting' | 'delivered' | 'failed'
  attempts: number
  lastStatus: number | null
}

type Tables = {
  customer: Stripe.Customer | Stripe.DeletedCustomer
  payment_method: Stripe.PaymentMethod
  methodFact: MethodFact
  confirmation_token: Stripe.ConfirmationToken
  tokenMethod: { id: string; method: string }
  payment_intent: Stripe.PaymentIntent
  setup_intent: Stripe.SetupIntent
  charge: Stripe.Charge
  refund: Stripe.Refund
  dispute: Stripe.Dispute
  balance_transaction: Stripe.BalanceTransaction
  mandate: Stripe.Mandate
  event: Stripe.EventBase
  delivery: Delivery
  kept: KeptResult
  due: Due
  clock: { id: string; offset: number }
}
export type Table = keyof Tables
export type Row<Name extends Table> = Tables[Name]

const NAMES =
  `customer payment_method methodFact confirmation_token tokenMethod payment_intent setup_intent charge refund
  dispute balance_transaction mandate event delivery kept due clock`.split(/\s+/) as Table[]

/** Everything that the stand-in remembers: in memory, and in a journal when it is given a file. */
export class Store {
  private readonly tables = new Map<Table, Map<string, { id: string }>>(NAMES.map((name) => [name, new Map()]))
  private readonly journal: Journal | null

  constructor(file?: string) {
    this.journal = file ? new Journal(file) : null
    this.journal?.read((table, id, row) => this.apply(table as Table, id, row))
    this.journal?.rewrite(this.rows())
  }

  /** Seconds since 1970 on the stand-in's clock. */
  now(): number {
    return Math.floor(Date.now() / 1000) + (this.get('clock', 'clock')?.offset ?? 0)
  }

  advance(seconds: number): void {
    this.put('clock', { id: 'clock', offset: (this.get('clock', 'clock')?.offset ?? 0) + seconds })
  }

  get<Name extends Table>(table: Name, id: string): Row<Name> | undefined {
    return this.tables.get(table)?.get(id) as Row<Name> | undefined
  }

  /** Oldest first. */
  all<Name extends Table>(table: Name): Row<Name>[] {
    return [...(this.tables.get(table)?.values() ?? [])] as Row<Name>[]
  }

  /** Keeps a row; must be called again after every change to it. */
  put<Name extends Table>(table: Name, row: Row<Name>): Row<Name> {
    this.tables.get(table)?.set(row.id, row)
    this.journal?.add(table, row.id, row)
    return row
  }

  remove(table: Table, id: string): void {
    this.tables.get(table)?.delete(id)
    this.journal?.add(table, id, null)
  }

  /** Whatever has this id, for `expand`. */
  find(id: string): object | undefined {
    for (const name of NAMES) {
      const row = this.tables.get(name)?.get(id)
      if (row && 'object' in row) return row
    }
    return undefined
  }

  clear(): void {
    for (const table of this.tables.values()) table.clear()
    this.journal?.rewrite([])
  }

  /** Writes what has changed, before the answer goes out: a killed process forgets nothing it answered. */
  flush(): void {
    this.journal?.flush()
  }

  private apply(table: Table, id: string, row: { id: string } | null): void {
    if (row) this.tables.get(table)?.set(id, row)
    else this.tables.get(table)?.delete(id)
  }

  private *rows(): Generator<[string, { id: string }]> {
    for (const [name, table] of this.tables) for (const row of table.values()) yield [name, row]
  }
}
